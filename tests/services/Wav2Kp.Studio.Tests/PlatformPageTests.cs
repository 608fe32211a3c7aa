using System.Net;
using System.Text;
using System.Text.Json;
using Wav2Kp.Contracts.Api;
using Wav2Kp.Studio.Platform;

namespace Wav2Kp.Studio.Tests;

public sealed class PlatformPageTests(StudioServer server) : ConsoleTest(server)
{
    private const string Log = """
        info: Microsoft.Hosting.Lifetime[14]
              Now listening on: a port
        warn: Wav2Kp.Steps[1]
              the <b>disk</b> is nearly full
        fail: Wav2Kp.Steps[2]
              System.IO.IOException: no room
                 at Here()
        plain line

        """;

    [Fact]
    public async Task Services_and_their_logs_are_shown()
    {
        string log = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(log, Log, Cancellation);
            await WriteStateAsync(new
            {
                pid = 1,
                state = "Running",
                resources = new object[]
                {
                    new { name = "landmarks", type = "Project", state = "Running", health = "Healthy", pid = Environment.ProcessId, endpoint = "tcp://127.0.0.1:5000", log, restarts = 3 },
                    new { name = "trainer", type = "Project", state = "FailedToStart", pid = int.MaxValue, log = log + ".none", restarts = 0, message = "no <i>memory</i>" },
                },
            });
            string html = await PageAsync("/");
            string text = TextOf(html);
            text.ShouldContain("landmarks Project Running, Healthy 3");
            text.ShouldContain("trainer Project no <i>memory</i> FailedToStart 0 – – –");
            html.ShouldNotContain("href=\"/services/trainer\"");
            html.ShouldContain("href=\"/services/landmarks\"");

            html = await PageAsync("/services/landmarks");
            html.ShouldNotContain("<b>disk");
            TextOf(html).ShouldContain("the <b>disk</b> is nearly full");
            TextOf(html).ShouldContain("plain line");
            text = TextOf(await PageAsync("/services/landmarks?level=warn"));
            text.ShouldContain("nearly full");
            text.ShouldContain("at Here()");
            text.ShouldNotContain("Now listening");
            text = TextOf(await PageAsync("/services/landmarks?search=NO+ROOM"));
            text.ShouldContain("System.IO.IOException");
            text.ShouldNotContain("nearly full");
            TextOf(await PageAsync("/services/landmarks?search=nothing")).ShouldContain("No entry of the newest ones");
            TextOf(await PageAsync("/services/landmarks?level=loud")).ShouldContain("level is one of trce");
            foreach (string other in new[] { "trainer", "nobody", "..%2F..%2Fetc%2Fpasswd" })
                TextOf(await PageAsync("/services/" + other, HttpStatusCode.NotFound)).ShouldContain("Nothing here");
        }
        finally
        {
            File.Delete(log);
            File.Delete(Server.StateFile);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"resources\":")]
    [InlineData("{\"resources\":null}")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public async Task A_state_that_cannot_be_read_takes_the_page_nothing_but_the_services(string state)
    {
        try
        {
            await File.WriteAllTextAsync(Server.StateFile, state, Cancellation);
            TextOf(await PageAsync("/")).ShouldContain("Newest jobs");
        }
        finally
        {
            File.Delete(Server.StateFile);
        }
    }

    [Fact]
    public void Indented_lines_belong_to_the_entry_before_them()
    {
        var entries = LogFile.Entries(Encoding.UTF8.GetBytes(Log + "2026-11-21T10:00:00.123Z warn: timed\nnot at its end")).ToList();
        entries.Select(e => e.Entry.Level).ShouldBe(["info", "warn", "fail", null, "warn"]);
        entries[2].Entry.Text.Split('\n').Length.ShouldBe(3);
        entries.Sum(e => e.Bytes).ShouldBe(Encoding.UTF8.GetByteCount(Log + "2026-11-21T10:00:00.123Z warn: timed\n"));
    }

    [Fact]
    public async Task Services_and_their_logs_are_in_the_API()
    {
        (await ProblemAsync(HttpMethod.Get, "services", null, HttpStatusCode.NotFound)).Code.ShouldBe("no-app-model");
        (await ProblemAsync(HttpMethod.Get, "services/studio/logs", null, HttpStatusCode.NotFound)).Code.ShouldBe("no-app-model");
        string log = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(log, Log, Cancellation);
            Settle(log);
            await WriteStateAsync(new
            {
                resources = new object[]
                {
                    new { name = "landmarks", type = "Project", state = "Running", health = "Healthy", pid = Environment.ProcessId, endpoint = "http://127.0.0.1:5000", log, restarts = 3 },
                    new { name = "trainer", type = "Project", state = "FailedToStart", restarts = 0, message = "no memory" },
                },
            });
            var services = await GetAsync<List<ServiceInfo>>("services");
            services.Select(s => (s.Name, s.State, s.Restarts, s.HasLog)).ShouldBe([("landmarks", "Running", 3, true), ("trainer", "FailedToStart", 0, false)]);
            services[0].Memory.ShouldNotBeNull().ShouldBeGreaterThan(1 << 20);
            services[0].Since.ShouldNotBeNull().ShouldBeLessThan(DateTimeOffset.UtcNow);

            var page = await GetAsync<LogPage>("services/landmarks/logs");
            page.Items.Select(e => e.Level).ShouldBe(["info", "warn", "fail", null]);
            (page.HasMore, page.Restarted).ShouldBe((false, false));
            (await GetAsync<LogPage>("services/landmarks/logs?limit=1")).Items.ShouldHaveSingleItem().Text.ShouldBe("plain line");
            (await GetAsync<LogPage>("services/landmarks/logs?level=warn&search=NO+ROOM")).Items.ShouldHaveSingleItem().Level.ShouldBe("fail");
            (await GetAsync<LogPage>($"services/landmarks/logs?after={page.Next}")).Items.ShouldBeEmpty();

            // from the beginning in parts of one
            var all = new List<LogEntry>();
            var part = await GetAsync<LogPage>($"services/landmarks/logs?limit=1&after=0-e3b0c442");
            for (; part.Items.Count > 0; part = await GetAsync<LogPage>($"services/landmarks/logs?limit=1&after={part.Next}"))
                all.AddRange(part.Items);
            all.ShouldBe(page.Items);

            // what is written later follows, and of what was not wanted the place is kept
            await File.AppendAllTextAsync(log, "info: one\nwarn: two\n      of two lines\n", Cancellation);
            Settle(log);
            page = await GetAsync<LogPage>($"services/landmarks/logs?level=warn&after={page.Next}");
            page.Items.ShouldHaveSingleItem().Text.ShouldBe("warn: two\n      of two lines");
            (await GetAsync<LogPage>($"services/landmarks/logs?after={page.Next}")).Items.ShouldBeEmpty();

            // a log that was begun anew is read from its beginning
            await File.WriteAllTextAsync(log, "info: again\n" + string.Concat(Enumerable.Repeat("info: more and more\n", 100)), Cancellation);
            Settle(log);
            page = await GetAsync<LogPage>($"services/landmarks/logs?after={page.Next}");
            (page.Restarted, page.Items[0].Text, page.Items.Count, page.HasMore).ShouldBe((true, "info: again", 50, true));

            foreach (string wrong in new[] { "level=loud", "limit=0", "limit=1001", "limit=x", "after=x", "after=1-2-3", "after=-1-00000000", "search=" + new string('x', 201) })
                await ProblemAsync(HttpMethod.Get, "services/landmarks/logs?" + wrong, null, HttpStatusCode.BadRequest);
            foreach (string other in new[] { "trainer", "nobody", "..%2F..%2Fetc%2Fpasswd" })
                (await ProblemAsync(HttpMethod.Get, $"services/{other}/logs", null, HttpStatusCode.NotFound)).Code.ShouldBe("not-found");
        }
        finally
        {
            File.Delete(log);
            File.Delete(Server.StateFile);
        }
    }

    /// <summary>Makes a log look as if nothing were being written to it.</summary>
    private static void Settle(string log) => File.SetLastWriteTimeUtc(log, DateTime.UtcNow.AddMinutes(-1));

    private async Task WriteStateAsync(object state) =>
        await File.WriteAllTextAsync(Server.StateFile, JsonSerializer.Serialize(state), Cancellation);
}
