using Microsoft.EntityFrameworkCore;
using Wav2Kp.Contracts;

namespace Wav2Kp.Catalog.Tests;

public sealed class WorkflowTests(Servers servers) : CatalogTest(servers)
{
    [Fact]
    public async Task An_extraction_ingests_a_clip_then_finds_features_and_landmarks_and_the_clip_is_ready()
    {
        Guid clip = (await Catalog.AddClipsAsync(1))[0];
        Job job = await Catalog.ExtractAsync(clip);
        Catalog.Dispatched.ShouldHaveSingleItem().Kind.ShouldBe(StepKind.Ingest);
        (await Catalog.ClipAsync(clip)).State.ShouldBe(ClipState.Processing);
        (await Catalog.ClaimAsync(StepKind.Features)).ShouldBeNull();

        await Catalog.DoAsync(StepKind.Ingest, StepEnd.Succeeded(null, [TestCatalog.Artifact(ArtifactKinds.Audio)]));
        (await Catalog.JobAsync(job.Id)).State.ShouldBe(JobState.Running);
        Catalog.Dispatched.Skip(1).Select(d => d.Kind).ShouldBe([StepKind.Features, StepKind.Landmarks], ignoreOrder: true);
        await Catalog.DoAsync(StepKind.Landmarks, StepEnd.Succeeded(null, [TestCatalog.Artifact(ArtifactKinds.Landmarks)]));
        (await Catalog.ClipAsync(clip)).State.ShouldBe(ClipState.Processing);
        await Catalog.DoAsync(StepKind.Features, StepEnd.Succeeded(ContractJson.ToElement(new { rows = 7 }), [TestCatalog.Artifact(ArtifactKinds.Features)]));

        Clip ready = await Catalog.ClipAsync(clip);
        ready.State.ShouldBe(ClipState.Ready);
        ready.Artifacts.Select(a => a.Kind).ShouldBe(["audio", "features", "landmarks"], ignoreOrder: true);
        Job done = await Catalog.JobAsync(job.Id);
        done.State.ShouldBe(JobState.Succeeded);
        (done.ClipsTotal, done.ClipsReady).ShouldBe((1, 1));
        done.FinishedAt.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(done.StartedAt.ShouldNotBeNull());
        done.Steps.ShouldAllBe(s => s.State == StepState.Succeeded && s.Progress == 1);
        done.Steps.Single(s => s.Kind == StepKind.Features).Result!.Value.GetProperty("rows").GetInt32().ShouldBe(7);
    }

    [Fact]
    public async Task A_rejected_clip_does_not_keep_the_others_of_its_job_from_succeeding()
    {
        Guid[] clips = await Catalog.AddClipsAsync(2);
        Job job = await Catalog.ExtractAsync(clips);
        Step first = await Catalog.DoAsync(StepKind.Ingest, StepEnd.Rejected("no-audio", "It has no audio track: record it with sound."));
        await Catalog.DoAsync(StepKind.Ingest);
        await Catalog.DoAsync(StepKind.Features);
        await Catalog.DoAsync(StepKind.Landmarks);

        Job done = await Catalog.JobAsync(job.Id);
        done.State.ShouldBe(JobState.Succeeded);
        (done.ClipsReady, done.ClipsRejected).ShouldBe((1, 1));
        Clip rejected = await Catalog.ClipAsync(first.ClipId!.Value);
        (rejected.State, rejected.Code, rejected.Reason).ShouldBe((ClipState.Rejected, "no-audio", "It has no audio track: record it with sound."));
        done.Steps.Count(s => s.State == StepState.Cancelled).ShouldBe(2);
    }

    [Fact]
    public async Task A_job_of_rejected_clips_only_is_rejected_and_says_why()
    {
        Job job = await Catalog.ExtractAsync(await Catalog.AddClipsAsync(1));
        await Catalog.DoAsync(StepKind.Ingest);
        await Catalog.DoAsync(StepKind.Landmarks, StepEnd.Rejected("no-face", "No frame shows a face."));
        (await Catalog.JobAsync(job.Id)).State.ShouldBe(JobState.Running);
        await Catalog.DoAsync(StepKind.Features);
        Job done = await Catalog.JobAsync(job.Id);
        done.State.ShouldBe(JobState.Rejected);
        done.Error.ShouldNotBeNull().ShouldContain("No frame shows a face.");
    }

    [Fact]
    public async Task A_failed_step_fails_the_clip_and_a_retry_does_only_that_step_again()
    {
        Guid clip = (await Catalog.AddClipsAsync(1))[0];
        Job job = await Catalog.ExtractAsync(clip);
        await Catalog.DoAsync(StepKind.Ingest);
        await Catalog.DoAsync(StepKind.Features);
        await Catalog.DoAsync(StepKind.Landmarks, StepEnd.Bug("System.Exception: bang\n   at X.Y()", null));
        Job failed = await Catalog.JobAsync(job.Id);
        failed.State.ShouldBe(JobState.Failed);
        failed.Error.ShouldNotBeNull().ShouldContain("System.Exception: bang");
        failed.Error.ShouldNotContain("at X.Y()");
        (await Catalog.ClipAsync(clip)).State.ShouldBe(ClipState.Failed);

        Catalog.Dispatched.Clear();
        Job again = (await Catalog.Workflow.RetryJobAsync(job.Id, Cancellation)).ShouldNotBeNull();
        again.State.ShouldBe(JobState.Queued);
        (again.ClipsFailed, again.Error, again.FinishedAt).ShouldBe((0, null, null));
        Catalog.Dispatched.ShouldHaveSingleItem().Kind.ShouldBe(StepKind.Landmarks);
        (await Catalog.ClaimAsync(StepKind.Features)).ShouldBeNull();
        Step step = await Catalog.DoAsync(StepKind.Landmarks);
        step.Attempt.ShouldBe(2);
        (await Catalog.JobAsync(job.Id)).State.ShouldBe(JobState.Succeeded);
        (await Catalog.ClipAsync(clip)).State.ShouldBe(ClipState.Ready);
    }

    [Fact]
    public async Task A_retry_of_a_rejected_ingest_does_the_whole_clip_again()
    {
        Guid clip = (await Catalog.AddClipsAsync(1))[0];
        Job job = await Catalog.ExtractAsync(clip);
        await Catalog.DoAsync(StepKind.Ingest, StepEnd.Rejected("unreadable", "It cannot be read."));
        await Catalog.Workflow.RetryJobAsync(job.Id, Cancellation);
        await Catalog.DoAsync(StepKind.Ingest);
        await Catalog.DoAsync(StepKind.Features);
        await Catalog.DoAsync(StepKind.Landmarks);
        Job done = await Catalog.JobAsync(job.Id);
        (done.State, done.ClipsReady, done.ClipsRejected).ShouldBe((JobState.Succeeded, 1, 0));
    }

    [Fact]
    public async Task Nothing_to_retry_and_an_unknown_job_are_told_apart()
    {
        Job job = await Catalog.ExtractAsync(await Catalog.AddClipsAsync(1));
        await Should.ThrowAsync<WorkflowConflictException>(() => Catalog.Workflow.RetryJobAsync(job.Id, Cancellation));
        (await Catalog.Workflow.RetryJobAsync(Guid.NewGuid(), Cancellation)).ShouldBeNull();
        (await Catalog.Workflow.CancelJobAsync(Guid.NewGuid(), Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task A_second_job_on_a_clip_at_work_shares_its_steps()
    {
        Guid[] clips = await Catalog.AddClipsAsync(2);
        Job first = await Catalog.ExtractAsync(clips[0]);
        Job second = await Catalog.ExtractAsync(clips);
        (await Catalog.JobAsync(second.Id)).Steps.Select(s => s.ClipId).Distinct().ShouldBe([clips[1]]);
        foreach (int _ in Enumerable.Range(0, 2))
        {
            await Catalog.DoAsync(StepKind.Ingest);
            await Catalog.DoAsync(StepKind.Features);
            await Catalog.DoAsync(StepKind.Landmarks);
        }
        (await Catalog.JobAsync(first.Id)).State.ShouldBe(JobState.Succeeded);
        Job done = await Catalog.JobAsync(second.Id);
        (done.State, done.ClipsReady).ShouldBe((JobState.Succeeded, 2));
    }

    [Fact]
    public async Task A_second_job_with_other_parameters_works_on_its_own()
    {
        Guid clip = (await Catalog.AddClipsAsync(1))[0];
        await Catalog.ExtractAsync(clip);
        Job other = await Catalog.Workflow.CreateExtractionJobAsync(
            new NewExtraction
            {
                Name = "other",
                ClipIds = [clip],
                Parameters = new ExtractionParameters { Features = ContractJson.ToElement(new { hopLength = 100 }) },
            },
            Cancellation);
        Job loaded = await Catalog.JobAsync(other.Id);
        loaded.Steps.Count.ShouldBe(3);
        loaded.Steps.Single(s => s.Kind == StepKind.Features).Parameters.GetProperty("hopLength").GetInt32().ShouldBe(100);
    }

    [Fact]
    public async Task Cancelling_a_job_cancels_what_waits_at_once_and_the_job_when_nothing_runs()
    {
        Guid[] clips = await Catalog.AddClipsAsync(3);
        Job job = await Catalog.ExtractAsync(clips);
        Step running = (await Catalog.ClaimAsync(StepKind.Ingest)).ShouldNotBeNull();
        await Catalog.Workflow.CancelJobAsync(job.Id, Cancellation);
        Job cancelling = await Catalog.JobAsync(job.Id);
        (cancelling.State, cancelling.CancelRequested, cancelling.ClipsCancelled).ShouldBe((JobState.Running, true, 2));
        IReadOnlyList<RenewedLease> renewed = await Catalog.Ledger.RenewAsync(
            "worker", [new LeaseRenewal(running.Id, running.Attempt, 0.5, "half")], TimeSpan.FromSeconds(60), Cancellation);
        renewed.ShouldHaveSingleItem().CancelRequested.ShouldBeTrue();

        (await Catalog.Ledger.EndAsync(running, StepEnd.Cancelled(), null, Cancellation)).Accepted.ShouldBeTrue();
        Job cancelled = await Catalog.JobAsync(job.Id);
        (cancelled.State, cancelled.ClipsCancelled).ShouldBe((JobState.Cancelled, 3));
        cancelled.Steps.ShouldAllBe(s => s.State == StepState.Cancelled);
        foreach (Guid clip in clips)
        {
            (await Catalog.ClipAsync(clip)).State.ShouldBe(ClipState.Uploaded);
        }
        (await Catalog.Workflow.CancelJobAsync(job.Id, Cancellation)).ShouldNotBeNull().State.ShouldBe(JobState.Cancelled);
    }

    [Fact]
    public async Task A_cancelled_job_can_be_retried()
    {
        Job job = await Catalog.ExtractAsync(await Catalog.AddClipsAsync(1));
        await Catalog.Workflow.CancelJobAsync(job.Id, Cancellation);
        await Catalog.Workflow.RetryJobAsync(job.Id, Cancellation);
        await Catalog.DoAsync(StepKind.Ingest);
        await Catalog.DoAsync(StepKind.Features);
        await Catalog.DoAsync(StepKind.Landmarks);
        (await Catalog.JobAsync(job.Id)).State.ShouldBe(JobState.Succeeded);
    }

    [Fact]
    public async Task Cancelling_a_job_leaves_the_clips_that_another_job_asks_for_to_that_job()
    {
        Guid[] clips = await Catalog.AddClipsAsync(2);
        Job first = await Catalog.ExtractAsync(clips);
        Job second = await Catalog.ExtractAsync(clips[1]);
        await Catalog.Workflow.CancelJobAsync(first.Id, Cancellation);
        (await Catalog.JobAsync(first.Id)).State.ShouldBe(JobState.Cancelled);
        Step step = await Catalog.DoAsync(StepKind.Ingest);
        (step.JobId, step.ClipId).ShouldBe((second.Id, clips[1]));
        await Catalog.DoAsync(StepKind.Features);
        await Catalog.DoAsync(StepKind.Landmarks);
        (await Catalog.JobAsync(second.Id)).State.ShouldBe(JobState.Succeeded);
        (await Catalog.ClipAsync(clips[0])).State.ShouldBe(ClipState.Uploaded);

        await Catalog.Workflow.RetryJobAsync(first.Id, Cancellation);
        (await Catalog.JobAsync(first.Id)).Steps.Count.ShouldBe(6, "the clip that went over to the other job has steps of its own again");
    }

    [Fact]
    public async Task Cancelling_a_job_that_shares_the_steps_of_another_leaves_them_alone()
    {
        Guid clip = (await Catalog.AddClipsAsync(1))[0];
        Job first = await Catalog.ExtractAsync(clip);
        Job second = await Catalog.ExtractAsync(clip);
        await Catalog.Workflow.CancelJobAsync(second.Id, Cancellation);
        (await Catalog.JobAsync(second.Id)).State.ShouldBe(JobState.Cancelled);
        (await Catalog.ClipAsync(clip)).State.ShouldBe(ClipState.Processing);
        await Catalog.DoAsync(StepKind.Ingest);
        await Catalog.DoAsync(StepKind.Features);
        await Catalog.DoAsync(StepKind.Landmarks);
        (await Catalog.JobAsync(first.Id)).State.ShouldBe(JobState.Succeeded);
        (await Catalog.JobAsync(second.Id)).State.ShouldBe(JobState.Cancelled);
    }

    [Fact]
    public async Task A_finished_job_cannot_be_cancelled()
    {
        Job job = await Catalog.ExtractAsync(await Catalog.AddClipsAsync(1));
        await Catalog.DoAsync(StepKind.Ingest, StepEnd.Rejected("no-audio", "No sound."));
        WorkflowConflictException e = await Should.ThrowAsync<WorkflowConflictException>(() => Catalog.Workflow.CancelJobAsync(job.Id, Cancellation));
        e.Message.ShouldContain("rejected");
    }

    [Fact]
    public async Task A_cancellation_that_a_crash_left_half_done_is_finished()
    {
        Job job = await Catalog.ExtractAsync(await Catalog.AddClipsAsync(2));
        await Catalog.ExecuteAsync("UPDATE jobs SET cancel_requested = true");
        await Catalog.Ledger.FinishCancellationsAsync(Cancellation);
        (await Catalog.JobAsync(job.Id)).State.ShouldBe(JobState.Cancelled);
        await Catalog.Ledger.FinishCancellationsAsync(Cancellation);
        (await Catalog.JobAsync(job.Id)).ClipsCancelled.ShouldBe(2);
    }

    [Fact]
    public async Task A_training_trains_then_evaluates_and_its_run_follows()
    {
        Guid version = await AddDatasetVersionAsync();
        NewTraining training = new()
        {
            Name = "first try",
            Experiment = "mouths",
            Parameters = new TrainParameters { DatasetVersionId = version, Recipe = ContractJson.ToElement("wav2kp") },
            Tags = new Dictionary<string, string> { ["speaker"] = "s1" },
        };
        Job job = await Catalog.Workflow.CreateTrainingJobAsync(training, Cancellation);
        await using CatalogContext context = Catalog.CreateDbContext();
        Run run = await context.Runs.Include(r => r.Experiment).Include(r => r.Tags).SingleAsync(r => r.JobId == job.Id, Cancellation);
        (run.Status, run.Name, run.Experiment!.Name).ShouldBe((JobState.Queued, "first try", "mouths"));
        run.Tags.ShouldHaveSingleItem().Value.ShouldBe("s1");

        Step train = await Catalog.DoAsync(StepKind.Train);
        train.RunId.ShouldBe(run.Id);
        train.Parameters.GetProperty("recipe").GetString().ShouldBe("wav2kp");
        await context.Entry(run).ReloadAsync(Cancellation);
        run.Status.ShouldBe(JobState.Running);
        Catalog.Dispatched.Select(d => d.Kind).ShouldBe([StepKind.Train, StepKind.Evaluate]);
        await Catalog.DoAsync(StepKind.Evaluate);
        await context.Entry(run).ReloadAsync(Cancellation);
        run.Status.ShouldBe(JobState.Succeeded);
        run.FinishedAt.ShouldNotBeNull();
        (await Catalog.JobAsync(job.Id)).State.ShouldBe(JobState.Succeeded);

        Job second = await Catalog.Workflow.CreateTrainingJobAsync(training, Cancellation);
        await Catalog.DoAsync(StepKind.Train, StepEnd.Failed("no-gpu", "There is no GPU: train on the CPU."));
        Job failed = await Catalog.JobAsync(second.Id);
        (failed.State, failed.Error).ShouldBe((JobState.Failed, "There is no GPU: train on the CPU."));
        failed.Steps.Single(s => s.Kind == StepKind.Evaluate).State.ShouldBe(StepState.Cancelled);
        (await context.Experiments.CountAsync(Cancellation)).ShouldBe(1);
    }

    [Fact]
    public async Task A_cancelled_training_is_cancelled_with_its_run_and_can_be_retried()
    {
        Guid version = await AddDatasetVersionAsync();
        Job job = await Catalog.Workflow.CreateTrainingJobAsync(
            new NewTraining { Name = "t", Parameters = new TrainParameters { DatasetVersionId = version, Recipe = ContractJson.ToElement("wav2kp") } }, Cancellation);
        Step train = (await Catalog.ClaimAsync(StepKind.Train)).ShouldNotBeNull();
        await Catalog.Workflow.CancelJobAsync(job.Id, Cancellation);
        (await Catalog.JobAsync(job.Id)).State.ShouldBe(JobState.Running);
        await Catalog.Ledger.EndAsync(train, StepEnd.Cancelled(), null, Cancellation);
        (await Catalog.JobAsync(job.Id)).State.ShouldBe(JobState.Cancelled);
        await using CatalogContext context = Catalog.CreateDbContext();
        (await context.Runs.SingleAsync(Cancellation)).Status.ShouldBe(JobState.Cancelled);

        await Catalog.Workflow.RetryJobAsync(job.Id, Cancellation);
        await Catalog.DoAsync(StepKind.Train);
        await Catalog.DoAsync(StepKind.Evaluate);
        (await Catalog.JobAsync(job.Id)).State.ShouldBe(JobState.Succeeded);
    }

    [Fact]
    public async Task The_same_idempotency_key_gives_the_same_job_even_at_the_same_moment()
    {
        Guid[] clips = await Catalog.AddClipsAsync(1);
        NewExtraction extraction = new() { Name = "once", ClipIds = clips, IdempotencyKey = "key" };
        Job[] jobs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Catalog.Workflow.CreateExtractionJobAsync(extraction, Cancellation)));
        jobs.Select(j => j.Id).Distinct().ShouldHaveSingleItem();
        Catalog.Dispatched.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Requests_that_name_what_is_not_there_are_refused_and_leave_nothing()
    {
        Guid[] clips = await Catalog.AddClipsAsync(1);
        await Should.ThrowAsync<CatalogReferenceException>(() => Catalog.ExtractAsync(clips[0], Guid.NewGuid()));
        await Should.ThrowAsync<ArgumentException>(() => Catalog.ExtractAsync(clips[0], clips[0]));
        await Should.ThrowAsync<ArgumentException>(() => Catalog.ExtractAsync());
        await Should.ThrowAsync<CatalogReferenceException>(() => Catalog.Workflow.CreateAnimationJobAsync(
            new NewAnimation { Name = "a", Parameters = new AnimateParameters { ModelId = Guid.NewGuid(), AudioClipId = clips[0] } }, Cancellation));
        await Should.ThrowAsync<ArgumentException>(() => Catalog.Workflow.CreateAnimationJobAsync(
            new NewAnimation { Name = "a", Parameters = new AnimateParameters { ModelId = Guid.NewGuid() } }, Cancellation));
        await Should.ThrowAsync<CatalogReferenceException>(() => Catalog.Workflow.CreateTrainingJobAsync(
            new NewTraining { Name = "t", Parameters = new TrainParameters { DatasetVersionId = Guid.NewGuid(), Recipe = ContractJson.ToElement("wav2kp") } }, Cancellation));
        await using CatalogContext context = Catalog.CreateDbContext();
        (await context.Jobs.CountAsync(Cancellation)).ShouldBe(0);
        (await context.Experiments.CountAsync(Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task Steps_of_a_more_urgent_job_are_taken_first()
    {
        Guid[] clips = await Catalog.AddClipsAsync(3);
        Job first = await Catalog.ExtractAsync(clips[0]);
        Job second = await Catalog.ExtractAsync(clips[1]);
        Job third = await Catalog.ExtractAsync(clips[2]);
        await Catalog.Workflow.SetPriorityAsync(third.Id, 5, cancellationToken: Cancellation);
        Guid[] order = [(await Catalog.DoAsync(StepKind.Ingest)).JobId, (await Catalog.DoAsync(StepKind.Ingest)).JobId, (await Catalog.DoAsync(StepKind.Ingest)).JobId];
        order.ShouldBe([third.Id, first.Id, second.Id]);
    }

    [Fact]
    public async Task A_clip_that_several_jobs_ask_for_is_as_urgent_as_the_most_urgent_of_them()
    {
        Guid[] clips = await Catalog.AddClipsAsync(2);
        Job patient = await Catalog.ExtractAsync(clips);
        Job urgent = await Catalog.Workflow.CreateExtractionJobAsync(new NewExtraction { Name = "urgent", ClipIds = [clips[1]], Priority = 5 }, Cancellation);
        async Task<int[]> PrioritiesAsync()
        {
            List<Step> steps = (await Catalog.JobAsync(patient.Id)).Steps;
            return [.. clips.Select(c => steps.Single(s => s.Kind == StepKind.Ingest && s.ClipId == c).Priority)];
        }
        (await PrioritiesAsync()).ShouldBe([0, 5]);

        await Catalog.Workflow.SetPriorityAsync(urgent.Id, -3, cancellationToken: Cancellation);
        (await PrioritiesAsync()).ShouldBe([0, 0]);
        await Catalog.Workflow.SetPriorityAsync(urgent.Id, 9, cancellationToken: Cancellation);
        await Catalog.Workflow.SetPriorityAsync(patient.Id, 2, cancellationToken: Cancellation);
        (await PrioritiesAsync()).ShouldBe([2, 9]);

        // the clip goes over to the other job, which is in no hurry any more
        await Catalog.Workflow.SetPriorityAsync(urgent.Id, 1, cancellationToken: Cancellation);
        await Catalog.Workflow.CancelJobAsync(patient.Id, Cancellation);
        Step left = (await Catalog.JobAsync(urgent.Id)).Steps.Single(s => s.Kind == StepKind.Ingest);
        (left.ClipId, left.Priority).ShouldBe((clips[1], 1));
    }

    [Fact]
    public async Task What_is_done_again_has_the_priority_that_its_job_was_given_meanwhile()
    {
        Job job = await Catalog.ExtractAsync(await Catalog.AddClipsAsync(1));
        await Catalog.DoAsync(StepKind.Ingest, StepEnd.Failed("x", "x"));
        await Catalog.Workflow.SetPriorityAsync(job.Id, 7, cancellationToken: Cancellation);
        await Catalog.Workflow.RetryJobAsync(job.Id, Cancellation);
        (await Catalog.JobAsync(job.Id)).Steps.ShouldAllBe(s => s.Priority == 7);
    }

    [Fact]
    public async Task Many_clips_finished_by_many_workers_at_once_are_each_counted_once()
    {
        Guid[] clips = await Catalog.AddClipsAsync(40);
        Job job = await Catalog.ExtractAsync(clips);
        Job shared = await Catalog.ExtractAsync([.. clips.Reverse().Take(20)]);
        await Task.WhenAll(new[] { StepKind.Ingest, StepKind.Ingest, StepKind.Features, StepKind.Features, StepKind.Landmarks, StepKind.Landmarks }
            .Select(async (kind, i) =>
            {
                while (!(await Catalog.JobAsync(job.Id)).IsFinal)
                {
                    if (await Catalog.ClaimAsync(kind, $"worker {i}") is { } step)
                    {
                        StepEnd end = kind == StepKind.Landmarks && step.ClipId == clips[3] ? StepEnd.Rejected("no-face", "No face.") : StepEnd.Succeeded(null, []);
                        (await Catalog.Ledger.EndAsync(step, end, null, Cancellation)).Accepted.ShouldBeTrue();
                    }
                }
            }));
        Job done = await Catalog.JobAsync(job.Id);
        (done.State, done.ClipsReady, done.ClipsRejected).ShouldBe((JobState.Succeeded, 39, 1));
        done.Steps.Count.ShouldBe(120);
        done.Steps.ShouldAllBe(s => s.Attempt == 1);
        Job other = await Catalog.JobAsync(shared.Id);
        (other.State, other.ClipsReady).ShouldBe((JobState.Succeeded, 20));
    }

    private async Task<Guid> AddDatasetVersionAsync()
    {
        await using CatalogContext context = Catalog.CreateDbContext();
        Dataset dataset = new() { Name = "faces" };
        DatasetVersion version = new()
        {
            DatasetId = dataset.Id,
            Number = 1,
            Hash = "h",
            Manifest = ContractJson.ToElement(new DatasetManifest([], 1)),
        };
        context.AddRange(dataset, version);
        await context.SaveChangesAsync(Cancellation);
        return version.Id;
    }
}
