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
        (await listener.UntilAsync("jobs", job.Id)).GetProperty("name").GetString().ShouldBe(job.Name);
        // Ingest may have looked at it already, and found out that it is no video
        await listener.UntilAsync("clips", clip.Id, e => e.GetProperty("state").GetString() is "processing" or "rejected");
        await Server.Http.PatchAsync($"jobs/{job.Id}", Json(new { priority = 42 }), Cancellation);
        (await listener.UntilAsync("jobs", job.Id, e => e.GetProperty("priority").GetInt32() == 42)).TryGetProperty("parameters", out _).ShouldBeFalse();

        // what a worker writes, and no request of anybody's
        await ChangeAsync(c => c.RunMetricsLatest.Where(m => m.RunId == run.Id && m.Key == "mouth_r").ExecuteUpdateAsync(s => s.SetProperty(m => m.Value, 0.75), Cancellation));
        await listener.UntilAsync("runs", run.Id, e => e.GetProperty("metrics").GetProperty("mouth_r").GetDouble() == 0.75);
        await Server.Http.PatchAsync($"runs/{run.Id}", Json(new { tags = new { good = "yes" } }), Cancellation);
        await listener.UntilAsync("runs", run.Id, e => e.GetProperty("tags").TryGetProperty("good", out _));
        await ChangeAsync(c => c.Runs.Where(r => r.Id == run.Id).ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, JobState.Failed), Cancellation));
        await Server.Http.DeleteAsync($"runs/{run.Id}", Cancellation);
        await listener.UntilAsync("runs", run.Id, IsGone);
    }

    [Fact]
    public async Task Datasets_that_come_and_go_are_told()
    {
        await using var listener = await ListenAsync("events?topics=datasets");
        var version = await DatasetAsync();
        var told = await listener.UntilAsync("datasets", version.Id);
        (told.GetProperty("name").GetString(), told.GetProperty("version").GetInt32(), told.GetProperty("clipCount").GetInt32()).ShouldBe((version.Name, 1, 4));
        told.GetProperty("clips").GetArrayLength().ShouldBe(0);
        using var deleted = await Server.Http.DeleteAsync($"datasets/{version.Id}", Cancellation);
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await listener.UntilAsync("datasets", version.Id, IsGone);
    }

    [Fact]
    public async Task Clips_that_were_deleted_are_told_whoever_did_it()
    {
        var clip = await Server.AddClipAsync(state: ClipState.Rejected);
        var other = await Server.AddClipAsync(state: ClipState.Rejected);
        await using var listener = await ListenAsync("events?topics=clips");
        using var deleted = await Server.Http.DeleteAsync($"videos/{clip.Id}", Cancellation);
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await listener.UntilAsync("clips", clip.Id, IsGone);
        await ChangeAsync(c => c.Clips.Where(x => x.Id == other.Id).ExecuteDeleteAsync(Cancellation));
        await listener.UntilAsync("clips", other.Id, IsGone);

        // and brought back, as an import of what was exported before does
        other.Speaker = "again";
        await ChangeAsync(c => c.AddAsync(other, Cancellation).AsTask());
        await ChangeAsync(c => c.Clips.Where(x => x.Id == other.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.Name, "back.mp4"), Cancellation));
        (await listener.UntilAsync("clips", other.Id, e => !IsGone(e))).GetProperty("name").GetString().ShouldBe("back.mp4");
    }

    [Fact]
    public async Task A_models_stage_that_somebody_else_changed_is_told()
    {
        var model = await ModelAsync();
        await using var listener = await ListenAsync("events?topics=models");
        using var staged = await Server.Http.PatchAsync($"models/{model.Id}", Json(new { stage = "production" }), Cancellation);
        staged.EnsureSuccessStatusCode();
        var told = await listener.UntilAsync("models", model.Id, e => e.GetProperty("stage").GetString() == "production");
        told.TryGetProperty("recipe", out _).ShouldBeFalse();
        told.GetProperty("metrics").GetProperty("mouth_r").GetDouble().ShouldBe(0.83);
        await ChangeAsync(c => c.Models.Where(m => m.Id == model.Id).ExecuteUpdateAsync(s => s.SetProperty(m => m.Stage, ModelStage.Archived), Cancellation));
        await listener.UntilAsync("models", model.Id, e => e.GetProperty("stage").GetString() == "archived");
    }

    [Fact]
    public async Task Pages_listen_to_what_they_show()
    {
        var model = await ModelAsync();
        foreach (var (address, live) in new[]
        {
            ("/clips", "data-live=\"clips\""), ("/datasets", "data-live=\"datasets\""), ($"/datasets/{model.DatasetVersionId}", "data-live=\"datasets\""),
            ("/models", "data-live=\"models\""), ($"/models/{model.Id}", $"data-live=\"models\" data-live-of=\"{model.Id}\""),
        })
            (await PageAsync(address)).ShouldContain(live, customMessage: address);
        // a page that asks again for what is gone shows this instead
        (await PageAsync($"/clips/{Guid.NewGuid()}", HttpStatusCode.NotFound)).ShouldContain("<main id=\"content\"");
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

    private static bool IsGone(JsonElement told) => told.TryGetProperty("deleted", out var deleted) && deleted.GetBoolean();

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
