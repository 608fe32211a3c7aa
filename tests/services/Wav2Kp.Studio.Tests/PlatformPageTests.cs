using System.Net;
using System.Text.Json;
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
        var entries = PlatformReader.Entries(Log.Split('\n')).ToList();
        entries.Select(e => e.Level).ShouldBe(["info", "warn", "fail", null]);
        entries[2].Text.Split('\n').Length.ShouldBe(3);
    }

    private async Task WriteStateAsync(object state) =>
        await File.WriteAllTextAsync(Server.StateFile, JsonSerializer.Serialize(state), Cancellation);
}
