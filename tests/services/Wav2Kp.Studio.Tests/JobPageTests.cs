using System.Net;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;

namespace Wav2Kp.Studio.Tests;

public sealed class JobPageTests(StudioServer server) : ConsoleTest(server)
{
    [Fact]
    public async Task Jobs_are_listed_by_kind_and_state()
    {
        var job = await ExtractAsync((await Server.AddClipAsync("a <i>clip</i>.mp4", ClipState.Uploaded)).Id);
        string html = await PageAsync("/jobs?kind=extraction&state=queued");
        html.ShouldContain($"href=\"/jobs/{job.Id}\"");
        html.ShouldContain("data-bulk=\"POST /api/v1/jobs/bulk\" data-action=\"cancel\"");
        (await PageAsync("/jobs?kind=training&state=queued")).ShouldNotContain($"href=\"/jobs/{job.Id}\"");
        TextOf(await PageAsync("/jobs?state=fine")).ShouldContain("state is one of queued, running");
    }

    [Fact]
    public async Task A_job_shows_each_attempt_of_its_steps_and_what_went_wrong()
    {
        var clip = await Server.AddClipAsync("a <i>clip</i>.mp4", ClipState.Uploaded);
        var job = await ExtractAsync(clip.Id);
        var start = DateTimeOffset.UtcNow.AddMinutes(-2);
        var step = job.Steps.Single(s => s.Kind == StepKind.Ingest);
        await ChangeAsync(async catalog =>
        {
            var row = (await catalog.Steps.FindAsync([step.Id], Cancellation))!;
            (row.State, row.Attempt, row.Error, row.StartedAt, row.FinishedAt) = (StepState.Failed, 2, "System.Exception: <b>broken</b>\n   at Here()", start, start.AddSeconds(100));
            catalog.Add(new StepAttempt { StepId = step.Id, Attempt = 1, Worker = "ingest@host/1", StartedAt = start, FinishedAt = start.AddSeconds(10), Outcome = AttemptOutcome.Transient, Error = "The disk is full: make room." });
            catalog.Add(new StepAttempt { StepId = step.Id, Attempt = 2, Worker = "ingest@host/2", StartedAt = start.AddSeconds(50), FinishedAt = start.AddSeconds(100), Outcome = AttemptOutcome.Bug, Error = row.Error });
            await catalog.Jobs.Where(j => j.Id == job.Id).ExecuteUpdateAsync(s => s.SetProperty(j => j.State, JobState.Failed).SetProperty(j => j.StartedAt, start).SetProperty(j => j.FinishedAt, start.AddSeconds(100)), Cancellation);
        });
        string html = await PageAsync($"/jobs/{job.Id}");
        html.ShouldNotContain("<b>broken");
        html.ShouldNotContain("<i>clip");
        string text = TextOf(html);
        text.ShouldContain("a <i>clip</i>.mp4 Ingest failed 2 1 min 40 s");
        text.ShouldContain("attempt 1 by ingest@host/1: transient, 10 s");
        text.ShouldContain("attempt 2 by ingest@host/2: bug, 50 s");
        text.ShouldContain("attempt 1: transient The disk is full: make room.");
        text.ShouldContain("System.Exception: <b>broken</b>");
        html.ShouldContain("<rect class=\"transient\" x=\"0\" width=\"30\"");
        html.ShouldContain("<rect class=\"bug\" x=\"150\" width=\"148\"");
        html.ShouldContain($"action=\"/api/v1/jobs/{job.Id}/retry\"");
        html.ShouldNotContain($"action=\"/api/v1/jobs/{job.Id}/cancel\"");
    }

    [Fact]
    public async Task A_job_at_work_can_be_cancelled_and_is_live()
    {
        var job = await ExtractAsync((await Server.AddClipAsync(state: ClipState.Uploaded)).Id);
        string html = await PageAsync($"/jobs/{job.Id}");
        html.ShouldContain($"data-live=\"jobs\" data-live-of=\"{job.Id}\"");
        html.ShouldContain($"action=\"/api/v1/jobs/{job.Id}/cancel\"");
        html.ShouldContain("data-confirm");
    }

    [Fact]
    public async Task The_overview_counts_what_waits()
    {
        await ExtractAsync((await Server.AddClipAsync(state: ClipState.Uploaded)).Id);
        string text = TextOf(await PageAsync("/"));
        text.ShouldMatch("queued [1-9]");
        text.ShouldMatch("ingest [1-9][0-9]* waiting");
    }
}
