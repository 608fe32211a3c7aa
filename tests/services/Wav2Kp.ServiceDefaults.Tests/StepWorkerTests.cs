using System.Diagnostics;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;
using Wav2Kp.Media;
using Wav2Kp.Objects;

namespace Wav2Kp.ServiceDefaults.Tests;

public sealed class StepWorkerTests(Servers servers) : ServiceTest(servers)
{
    [Fact]
    public async Task Clips_go_through_their_three_steps_over_the_bus_each_step_once()
    {
        TestService service = await StartAsync(s => s.HandleExtraction());
        Job job = await ExtractAsync(service, await Catalog.AddClipsAsync(30));
        Job done = await WaitAsync(job.Id);
        (done.State, done.ClipsReady).ShouldBe((JobState.Succeeded, 30));
        service.Begun.Count.ShouldBe(90);
        service.Begun.Values.ShouldAllBe(n => n == 1);
    }

    [Fact]
    public async Task A_message_delivered_many_times_does_its_step_once()
    {
        TestService service = await StartAsync(s => s.Handle<IngestClip>(o => o.Concurrency = 4));
        Job job = await Catalog.ExtractAsync(await Catalog.AddClipsAsync(1));
        Step step = (await Catalog.JobAsync(job.Id)).Steps.Single(s => s.Kind == StepKind.Ingest);
        ISendEndpoint endpoint = await service.Services.GetRequiredService<IBus>().GetSendEndpoint(new Uri("exchange:ingest"));
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => endpoint.Send(new IngestClip(step.Id), Cancellation)));
        await EventuallyAsync(() => Catalog.StepAsync(step.Id), s => s.State == StepState.Succeeded);
        await EventuallyAsync(() => CountMessagesAsync("ingest"), n => n == 0);
        service.Begun.ShouldHaveSingleItem().Value.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_urgent_job_goes_first_over_the_bus_however_many_messages_wait_before_its_own(bool longRunning)
    {
        TestService service = await StartAsync(s => s.Handle<IngestClip>(o => (o.Concurrency, o.LongRunning) = (1, longRunning)));
        TaskCompletionSource begun = new(), go = new();
        List<Guid> order = [];
        service.Work = async (context, token) =>
        {
            lock (order)
            {
                order.Add(context.Step.JobId);
            }
            begun.TrySetResult();
            await go.Task.WaitAsync(token);
            return new StepOutcome();
        };
        // The only slot is busy; twenty steps wait with their messages in the queue before the urgent ones come.
        Job first = await ExtractAsync(service, await Catalog.AddClipsAsync(1));
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(120), Cancellation);
        Job patient = await ExtractAsync(service, await Catalog.AddClipsAsync(20));
        Workflow workflow = service.Services.GetRequiredService<Workflow>();
        Job urgent = await workflow.CreateExtractionJobAsync(
            new NewExtraction { Name = "urgent", ClipIds = await Catalog.AddClipsAsync(3), Priority = 10 }, Cancellation);
        Job hurried = await ExtractAsync(service, await Catalog.AddClipsAsync(2));
        await workflow.SetPriorityAsync(hurried.Id, 50, cancellationToken: Cancellation);
        go.SetResult();
        await EventuallyAsync(() => Task.FromResult(service.Begun.Count), n => n == 26);
        Guid[] expected =
        [
            first.Id, .. Enumerable.Repeat(hurried.Id, 2), .. Enumerable.Repeat(urgent.Id, 3), .. Enumerable.Repeat(patient.Id, 20),
        ];
        lock (order)
        {
            order.ShouldBe(expected);
        }
    }

    [Fact]
    public async Task A_rejected_input_is_final_with_its_code_and_sentence()
    {
        TestService service = await StartAsync(s => s.HandleExtraction());
        service.Work = (_, _) => throw new InputRejectedException("no-audio", "The video has no audio track: record it with sound.");
        Guid clip = (await Catalog.AddClipsAsync(1))[0];
        Job done = await WaitAsync((await ExtractAsync(service, clip)).Id);
        done.State.ShouldBe(JobState.Rejected);
        Step step = done.Steps.Single(s => s.Kind == StepKind.Ingest);
        (step.State, step.Code, step.Error, step.Attempt).ShouldBe(
            (StepState.Rejected, "no-audio", "The video has no audio track: record it with sound.", 1));
        (await Catalog.ClipAsync(clip)).Code.ShouldBe("no-audio");
    }

    [Fact]
    public async Task What_somebody_must_put_right_fails_at_once()
    {
        TestService service = await StartAsync(s => s.HandleExtraction());
        service.Work = (_, _) => throw new StepFailedException("no-network", "No landmark network is set: pass --landmark-model.");
        Job done = await WaitAsync((await ExtractAsync(service, await Catalog.AddClipsAsync(1))).Id);
        (done.State, done.Steps.Single(s => s.Kind == StepKind.Ingest).Attempt).ShouldBe((JobState.Failed, 1));
        done.Error.ShouldNotBeNull().ShouldContain("pass --landmark-model");
    }

    [Fact]
    public async Task A_source_that_is_gone_from_the_store_fails_at_once_and_names_it()
    {
        TestService service = await StartAsync(s => s.HandleExtraction());
        service.Work = async (context, token) =>
        {
            await context.Objects.DownloadAsync("clips/x/source.mp4", context.WorkFile("source.mp4"), token);
            return new StepOutcome();
        };
        Job done = await WaitAsync((await ExtractAsync(service, await Catalog.AddClipsAsync(1))).Id);
        Step step = done.Steps.Single(s => s.Kind == StepKind.Ingest);
        (step.State, step.Code, step.Attempt).ShouldBe((StepState.Failed, "object-missing", 1));
        step.Error.ShouldNotBeNull().ShouldContain("clips/x/source.mp4");
    }

    [Fact]
    public async Task Trouble_that_passes_is_tried_again_after_ever_longer_pauses()
    {
        TestService service = await StartAsync(s => s.HandleExtraction());
        List<long> times = [];
        service.Work = (context, _) =>
        {
            if (context.Step.Kind != StepKind.Ingest)
            {
                return Task.FromResult(new StepOutcome());
            }
            times.Add(Stopwatch.GetTimestamp());
            return times.Count < 4 ? throw new IOException("The network share is away.") : Task.FromResult(new StepOutcome());
        };
        Job done = await WaitAsync((await ExtractAsync(service, await Catalog.AddClipsAsync(1))).Id);
        done.State.ShouldBe(JobState.Succeeded);
        Step step = await Catalog.StepAsync(done.Steps.Single(s => s.Kind == StepKind.Ingest).Id);
        (step.Attempt, step.Transients, step.Code, step.Error).ShouldBe((4, 3, null, null));
        step.Attempts.OrderBy(a => a.Attempt).Select(a => a.Outcome).ShouldBe(
            [AttemptOutcome.Transient, AttemptOutcome.Transient, AttemptOutcome.Transient, AttemptOutcome.Succeeded]);
        double[] pauses = [.. times.Zip(times.Skip(1), (a, b) => Stopwatch.GetElapsedTime(a, b).TotalSeconds)];
        pauses[0].ShouldBeGreaterThan(0.15);
        pauses[1].ShouldBeGreaterThan(0.3);
        pauses[2].ShouldBeGreaterThan(0.6);
    }

    [Fact]
    public async Task Trouble_that_does_not_pass_ends_in_a_failed_step_that_says_so()
    {
        TestService service = await StartAsync(s => s.Handle<IngestClip>(o => o.MaxTransientAttempts = 2));
        service.Work = (_, _) => throw new DiskFullException("The disk of the object store is full: free some space, then retry.");
        Job done = await WaitAsync((await ExtractAsync(service, await Catalog.AddClipsAsync(1))).Id);
        Step step = done.Steps.Single(s => s.Kind == StepKind.Ingest);
        (step.State, step.Code, step.Attempt).ShouldBe((StepState.Failed, "disk-full", 2));
        done.Error.ShouldNotBeNull().ShouldContain("free some space");
    }

    [Fact]
    public async Task A_bug_is_tried_a_few_times_then_fails_with_its_stack_and_its_message_is_kept_in_the_error_queue()
    {
        TestService service = await StartAsync(s => s.Handle<IngestClip>(o => o.MaxAttempts = 2));
        service.Work = (_, _) => BuggyAsync();
        Job done = await WaitAsync((await ExtractAsync(service, await Catalog.AddClipsAsync(1))).Id);
        Step step = done.Steps.Single(s => s.Kind == StepKind.Ingest);
        (step.State, step.Code, step.Attempt, step.Bugs).ShouldBe((StepState.Failed, "internal-error", 2, 2));
        step.Error.ShouldNotBeNull().ShouldContain(nameof(BuggyAsync));

        BasicGetResult message = (await EventuallyAsync(() => GetMessageAsync("ingest_error"), m => m is not null))!;
        message.BasicProperties.MessageId.ShouldBe(step.Id.ToString());
        string error = System.Text.Encoding.UTF8.GetString((byte[])message.BasicProperties.Headers!["wav2kp-error"]!);
        error.ShouldContain("NullReferenceException");
        error.ShouldContain(nameof(BuggyAsync));
    }

    [Fact]
    public async Task A_handlers_own_writes_that_fail_are_a_bug_and_leave_nothing()
    {
        TestService service = await StartAsync(s => s.Handle<IngestClip>(o => o.MaxAttempts = 1));
        service.Work = (context, _) => Task.FromResult(new StepOutcome
        {
            Artifacts = [TestCatalogArtifact()],
            InTransaction = (_, _) => throw new InvalidOperationException("bang"),
        });
        Job done = await WaitAsync((await ExtractAsync(service, await Catalog.AddClipsAsync(1))).Id);
        done.State.ShouldBe(JobState.Failed);
        await using CatalogContext context = Catalog.CreateDbContext();
        (await context.Artifacts.CountAsync(Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task Progress_is_written_while_a_step_runs_and_cancelling_its_job_ends_it_within_seconds()
    {
        TestService service = await StartAsync(s => s.HandleExtraction());
        service.Work = async (context, token) =>
        {
            context.ReportProgress(0.4, "reading");
            await Task.Delay(Timeout.Infinite, token);
            return new StepOutcome();
        };
        Job job = await ExtractAsync(service, await Catalog.AddClipsAsync(1));
        Guid step = (await Catalog.JobAsync(job.Id)).Steps.Single(s => s.Kind == StepKind.Ingest).Id;
        Step running = await EventuallyAsync(() => Catalog.StepAsync(step), s => s.Progress > 0);
        (running.Progress, running.Message, running.State).ShouldBe((0.4, "reading", StepState.Running));
        await service.Services.GetRequiredService<Workflow>().CancelJobAsync(job.Id, Cancellation);
        (await WaitAsync(job.Id, 5)).State.ShouldBe(JobState.Cancelled);
        (await Catalog.StepAsync(step)).State.ShouldBe(StepState.Cancelled);
    }

    [Fact]
    public async Task A_service_that_stops_gives_its_steps_back_and_another_takes_them_at_once()
    {
        TestService first = await StartAsync(s => s.HandleExtraction());
        TaskCompletionSource begun = new();
        first.Work = async (_, token) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return new StepOutcome();
        };
        Job job = await ExtractAsync(first, await Catalog.AddClipsAsync(1));
        await begun.Task;
        Stopwatch stop = Stopwatch.StartNew();
        await first.StopAsync();
        stop.Elapsed.TotalSeconds.ShouldBeLessThan(7);
        Step step = (await Catalog.JobAsync(job.Id)).Steps.Single(s => s.Kind == StepKind.Ingest);
        (step.State, step.Bugs, step.Transients, step.LostLeases).ShouldBe((StepState.Queued, 0, 0, 0));

        await StartAsync(s => s.HandleExtraction());
        (await WaitAsync(job.Id, 10)).State.ShouldBe(JobState.Succeeded);
    }

    [Fact]
    public async Task A_worker_that_lost_its_lease_is_told_to_stop_and_changes_nothing()
    {
        TestService service = await StartAsync(s => s.Handle<IngestClip>());
        TaskCompletionSource<bool> cancelled = new();
        service.Work = async (context, token) =>
        {
            if (context.Step.Attempt > 1)
            {
                return StepOutcome.Of(new { by = "second" });
            }
            await Catalog.ExecuteAsync("UPDATE steps SET state = 'queued', lease_owner = NULL, published_at = NULL WHERE kind = 'ingest'");
            await Task.Delay(TimeSpan.FromSeconds(20), token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancelled.SetResult(token.IsCancellationRequested);
            return StepOutcome.Of(new { by = "first" });
        };
        Job job = await ExtractAsync(service, await Catalog.AddClipsAsync(1));
        Guid id = (await Catalog.JobAsync(job.Id)).Steps.Single(s => s.Kind == StepKind.Ingest).Id;
        (await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancellation)).ShouldBeTrue();
        Step step = await EventuallyAsync(() => Catalog.StepAsync(id), s => s.State == StepState.Succeeded);
        step.Result!.Value.GetProperty("by").GetString().ShouldBe("second");
    }

    [Fact]
    public async Task Long_steps_leave_no_message_waiting_and_free_slots_take_the_next_one_by_priority()
    {
        List<Guid> order = [];
        TaskCompletionSource go = new();
        TestService service = await StartAsync(s => s.Handle<IngestClip>(o => o.LongRunning = true));
        service.Work = async (context, token) =>
        {
            lock (order)
            {
                order.Add(context.Step.JobId);
            }
            await go.Task.WaitAsync(token);
            return new StepOutcome();
        };
        Guid[] clips = await Catalog.AddClipsAsync(4);
        Workflow workflow = service.Services.GetRequiredService<Workflow>();
        Job[] jobs = new Job[4];
        foreach (int i in Enumerable.Range(0, 4))
        {
            jobs[i] = await workflow.CreateExtractionJobAsync(new NewExtraction { Name = $"{i}", ClipIds = [clips[i]], Priority = i == 3 ? 1 : 0 }, Cancellation);
            await EventuallyAsync(() => Task.FromResult(service.Begun.Count), n => n == 1);
        }
        await EventuallyAsync(() => CountMessagesAsync("ingest"), n => n == 0);
        go.SetResult();
        await EventuallyAsync(() => Task.FromResult(service.Begun.Count), n => n == 4);
        order.ShouldBe([jobs[0].Id, jobs[3].Id, jobs[1].Id, jobs[2].Id]);
    }

    [Fact]
    public async Task A_handler_gets_a_folder_of_its_own_that_goes_with_the_attempt()
    {
        TestService service = await StartAsync(s => s.Handle<IngestClip>());
        string? folder = null;
        service.Work = (context, _) =>
        {
            folder = context.WorkFolder;
            File.WriteAllText(context.WorkFile("a"), "x");
            return Task.FromResult(new StepOutcome());
        };
        Job job = await ExtractAsync(service, await Catalog.AddClipsAsync(1));
        await EventuallyAsync(() => Catalog.JobAsync(job.Id), j => j.Steps.Any(s => s.State == StepState.Succeeded));
        folder.ShouldNotBeNull().ShouldStartWith(Folder);
        Directory.Exists(folder).ShouldBeFalse();
    }

    [Fact]
    public async Task A_thousand_short_steps_pass_each_once()
    {
        TestService service = await StartAsync(s => s.Handle<IngestClip>(o => o.Concurrency = 4).Handle<ExtractFeatures>(o => o.Concurrency = 4)
            .Handle<DetectLandmarks>(o => { o.Concurrency = 4; o.LongRunning = true; }));
        await WaitAsync((await ExtractAsync(service, await Catalog.AddClipsAsync(5))).Id);
        Guid[] clips = await Catalog.AddClipsAsync(334);
        Job job = await ExtractAsync(service, clips);
        (await WaitAsync(job.Id)).ClipsReady.ShouldBe(334);
        service.Begun.Values.ShouldAllBe(n => n == 1);
    }

    private static async Task<StepOutcome> BuggyAsync()
    {
        await Task.Yield();
        throw new NullReferenceException("bang");
    }

    private static StepArtifactRecord TestCatalogArtifact() => Wav2Kp.Catalog.Tests.TestCatalog.Artifact(ArtifactKinds.Audio);

    private static Task<Job> ExtractAsync(TestService service, params Guid[] clips) =>
        service.Services.GetRequiredService<Workflow>().CreateExtractionJobAsync(new NewExtraction { Name = "test", ClipIds = clips }, Cancellation);

    private async Task<uint> CountMessagesAsync(string queue)
    {
        await using IConnection connection = await Servers.ConnectAsync();
        await using IChannel channel = await connection.CreateChannelAsync();
        return await channel.MessageCountAsync(queue);
    }

    // A queue that is not there yet, or is just being made, closes the channel or the whole connection.
    private async Task<BasicGetResult?> GetMessageAsync(string queue)
    {
        await using IConnection connection = await Servers.ConnectAsync();
        try
        {
            await using IChannel channel = await connection.CreateChannelAsync();
            return await channel.BasicGetAsync(queue, autoAck: true);
        }
        catch (RabbitMQ.Client.Exceptions.RabbitMQClientException)
        {
            return null;
        }
    }
}
