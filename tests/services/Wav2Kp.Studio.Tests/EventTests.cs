using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Studio.Events;

namespace Wav2Kp.Studio.Tests;

public sealed class EventTests(StudioServer server) : ConsoleTest(server)
{
    [Fact]
    public async Task What_changes_is_told_as_it_does()
    {
        var clip = await Server.AddClipAsync(state: ClipState.Uploaded);
        var run = await RunAsync(status: JobState.Running);
        await using var listener = await ListenAsync("events");
        var job = await ExtractAsync(clip.Id);
        (await listener.UntilAsync("jobs", job.Id)).GetProperty("state").GetString().ShouldBe("queued");
        (await listener.UntilAsync("clips", clip.Id)).GetProperty("state").GetString().ShouldBe("processing");
        await Server.Http.PatchAsync($"jobs/{job.Id}", Json(new { priority = 42 }), Cancellation);
        (await listener.UntilAsync("jobs", job.Id, e => e.GetProperty("priority").GetInt32() == 42)).TryGetProperty("parameters", out _).ShouldBeFalse();

        // what a worker writes, and no request of anybody's
        await ChangeAsync(c => c.RunMetricsLatest.Where(m => m.RunId == run.Id && m.Key == "mouth_r").ExecuteUpdateAsync(s => s.SetProperty(m => m.Value, 0.75), Cancellation));
        await listener.UntilAsync("runs", run.Id, e => e.GetProperty("metrics").GetProperty("mouth_r").GetDouble() == 0.75);
        await Server.Http.PatchAsync($"runs/{run.Id}", Json(new { tags = new { good = "yes" } }), Cancellation);
        await listener.UntilAsync("runs", run.Id, e => e.GetProperty("tags").TryGetProperty("good", out _));
        await ChangeAsync(c => c.Runs.Where(r => r.Id == run.Id).ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, JobState.Failed), Cancellation));
        await Server.Http.DeleteAsync($"runs/{run.Id}", Cancellation);
        await listener.UntilAsync("runs", run.Id, e => e.TryGetProperty("deleted", out var deleted) && deleted.GetBoolean());
    }

    [Fact]
    public async Task Who_comes_back_gets_what_was_missed()
    {
        string place;
        var job = await ExtractAsync((await Server.AddClipAsync(state: ClipState.Uploaded)).Id);
        await using (var first = await ListenAsync("events?topics=jobs,clips"))
        {
            await Server.Http.PatchAsync($"jobs/{job.Id}", Json(new { priority = 1 }), Cancellation);
            await first.UntilAsync("jobs", job.Id, e => e.GetProperty("priority").GetInt32() == 1);
            place = first.Place;
        }
        await using var other = await ListenAsync("events?topics=jobs");
        await Server.Http.PatchAsync($"jobs/{job.Id}", Json(new { priority = 2 }), Cancellation);
        await other.UntilAsync("jobs", job.Id, e => e.GetProperty("priority").GetInt32() == 2);

        // in the header, as browsers say it, and in the address; of the topics that are wanted only
        await using (var again = await ListenAsync("events?topics=jobs&lastEventId=old-0", place))
            (await again.UntilAsync("jobs", job.Id)).GetProperty("priority").GetInt32().ShouldBe(2);
        await using (var again = await ListenAsync($"events?topics=jobs&lastEventId={place}"))
            (await again.UntilAsync("jobs", job.Id)).GetProperty("priority").GetInt32().ShouldBe(2);
        foreach (string unknown in new[] { "another-12", "nonsense", place.Split('-')[0] + "-99999999" })
        {
            await using var lost = await ListenAsync("events?topics=jobs", unknown);
            (await lost.NextAsync()).Topic.ShouldBe("reset", unknown);
            lost.Place.ShouldStartWith(place.Split('-')[0]);
        }
    }

    [Fact]
    public async Task A_connection_on_which_nothing_happens_is_shown_to_live()
    {
        await using var listener = await ListenAsync("events?topics=services");
        await listener.HeartbeatAsync();
    }

    [Theory]
    [InlineData("events?topics=loved", HttpStatusCode.BadRequest)]
    [InlineData("events?topics=jobs,loved", HttpStatusCode.BadRequest)]
    [InlineData("events?log=nobody", HttpStatusCode.NotFound)]
    public Task Wrong_wishes_are_problems(string address, HttpStatusCode status) => ProblemAsync(HttpMethod.Get, address, null, status);

    [Fact]
    public void What_nobody_fetches_does_not_pile_up()
    {
        var log = new EventLog();
        var slow = log.Last;
        HashSet<string> topics = ["jobs"];
        for (int i = 0; i < EventLog.Most; i++)
            log.Publish(i % 2 == 0 ? "jobs" : "runs", $"{i}");
        var (found, next) = log.Read(slow, topics, 10);
        found!.Select(e => e.Data).ShouldBe(["0", "2", "4", "6", "8", "10", "12", "14", "16", "18"]);
        (found, next) = log.Read(next, topics, EventLog.Most);
        (found!.Count, next).ShouldBe((EventLog.Most / 2 - 10, log.Last));
        log.WaitAsync(next).IsCompleted.ShouldBeFalse();
        log.Publish("clips", "more");
        log.WaitAsync(next).IsCompleted.ShouldBeTrue();
        log.Read(slow, topics, 10).Events.ShouldBeNull();

        // neither in number nor in size
        long before = GC.GetTotalMemory(true);
        for (int i = 0; i < 200; i++)
            log.Publish("jobs", new string('x', 1 << 20));
        (GC.GetTotalMemory(true) - before).ShouldBeLessThan(20 << 20);
        log.Restart();
        (found, next) = log.Read(next, topics, 10);
        (found, next).ShouldBe((null, log.Last));
    }

    [Fact]
    public void So_many_listen_and_no_more()
    {
        var log = new EventLog();
        var first = log.Listen(1).ShouldNotBeNull();
        log.Listen(1).ShouldBeNull();
        first.Dispose();
        first.Dispose();
        log.Listeners.ShouldBe(0);
        log.Listen(1).ShouldNotBeNull();
    }

    private async Task<Listener> ListenAsync(string address, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await Server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new Listener(response, new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation)));
    }

    private sealed class Listener(HttpResponseMessage response, StreamReader reader) : IAsyncDisposable
    {
        private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

        public string Place { get; private set; } = "";

        /// <summary>The next event.</summary>
        public async Task<(string Topic, JsonElement Data)> NextAsync()
        {
            string topic = "", data = "";
            while (true)
            {
                string line = await LineAsync();
                if (line.StartsWith("event: ", StringComparison.Ordinal))
                    topic = line[7..];
                else if (line.StartsWith("id: ", StringComparison.Ordinal))
                    Place = line[4..];
                else if (line.StartsWith("data: ", StringComparison.Ordinal))
                    data = line[6..];
                else if (line.Length == 0 && data.Length > 0)
                    return (topic, JsonDocument.Parse(data).RootElement);
            }
        }

        /// <summary>The next event of a topic about something.</summary>
        public async Task<JsonElement> UntilAsync(string topic, Guid id, Func<JsonElement, bool>? holds = null)
        {
            while (true)
            {
                var (told, data) = await NextAsync();
                if (told == topic && data.GetProperty("id").GetGuid() == id && holds?.Invoke(data) != false)
                    return data;
            }
        }

        public async Task HeartbeatAsync()
        {
            while (await LineAsync() != ":")
            {
            }
        }

        public ValueTask DisposeAsync()
        {
            response.Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task<string> LineAsync() => (await reader.ReadLineAsync(Cancellation).AsTask().WaitAsync(s_patience, Cancellation)).ShouldNotBeNull("the server ended the stream");
    }
}
