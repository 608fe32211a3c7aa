using Microsoft.EntityFrameworkCore;
using Wav2Kp.Contracts;

namespace Wav2Kp.Catalog.Tests;

public sealed class StepLedgerTests(Servers servers) : CatalogTest(servers)
{
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(60);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Catalog.ExtractAsync(await Catalog.AddClipsAsync(1));
    }

    [Fact]
    public async Task A_step_is_claimed_by_one_of_many_workers()
    {
        Step?[] claims = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Catalog.ClaimAsync(StepKind.Ingest, $"worker {i}")));
        Step step = claims.OfType<Step>().ShouldHaveSingleItem();
        (step.State, step.Attempt).ShouldBe((StepState.Running, 1));
        Step stored = await Catalog.StepAsync(step.Id);
        stored.LeaseOwner.ShouldBe(step.LeaseOwner);
        stored.Attempts.ShouldHaveSingleItem().Worker.ShouldBe(step.LeaseOwner);
    }

    [Fact]
    public async Task A_worker_whose_lease_another_one_took_over_can_neither_renew_nor_complete()
    {
        Step stale = (await Catalog.ClaimAsync(StepKind.Ingest, "slow", leaseSeconds: -1)).ShouldNotBeNull();
        (await ExpireAsync()).ShouldBe(1);
        Step current = (await Catalog.ClaimAsync(StepKind.Ingest, "quick")).ShouldNotBeNull();
        (current.Id, current.Attempt, current.LostLeases).ShouldBe((stale.Id, 2, 1));

        (await RenewAsync("slow", stale)).ShouldBeEmpty();
        bool written = false;
        StepEndResult end = await Catalog.Ledger.EndAsync(
            stale, StepEnd.Succeeded(null, [TestCatalog.Artifact(ArtifactKinds.Audio)]),
            (_, _) =>
            {
                written = true;
                return Task.CompletedTask;
            },
            Cancellation);
        (end.Accepted, end.Queued.Count, written).ShouldBe((false, 0, false));
        (await Catalog.StepAsync(stale.Id)).State.ShouldBe(StepState.Running);
        await using CatalogContext context = Catalog.CreateDbContext();
        (await context.Artifacts.CountAsync(Cancellation)).ShouldBe(0);

        (await Catalog.Ledger.EndAsync(current, StepEnd.Succeeded(null, []), null, Cancellation)).Accepted.ShouldBeTrue();
        Step done = await Catalog.StepAsync(stale.Id);
        done.State.ShouldBe(StepState.Succeeded);
        done.Attempts.OrderBy(a => a.Attempt).Select(a => a.Outcome).ShouldBe([AttemptOutcome.Lost, AttemptOutcome.Succeeded]);
    }

    [Fact]
    public async Task Even_the_same_worker_cannot_complete_with_an_earlier_attempt()
    {
        Step first = (await Catalog.ClaimAsync(StepKind.Ingest)).ShouldNotBeNull();
        await Catalog.Ledger.EndAsync(first, StepEnd.Released(), null, Cancellation);
        Step second = (await Catalog.ClaimAsync(StepKind.Ingest)).ShouldNotBeNull();
        (await Catalog.Ledger.EndAsync(first, StepEnd.Succeeded(null, []), null, Cancellation)).Accepted.ShouldBeFalse();
        (await Catalog.Ledger.EndAsync(second, StepEnd.Succeeded(null, []), null, Cancellation)).Accepted.ShouldBeTrue();
    }

    [Fact]
    public async Task An_end_written_twice_because_the_first_answer_was_lost_counts_once()
    {
        Step step = (await Catalog.ClaimAsync(StepKind.Ingest)).ShouldNotBeNull();
        StepEndResult first = await Catalog.Ledger.EndAsync(step, StepEnd.Succeeded(null, []), null, Cancellation);
        first.Queued.Count.ShouldBe(2);
        StepEndResult again = await Catalog.Ledger.EndAsync(step, StepEnd.Succeeded(null, []), null, Cancellation);
        (again.Accepted, again.Queued.Count).ShouldBe((true, 0));
    }

    [Fact]
    public async Task A_renewed_lease_does_not_expire_and_keeps_the_progress()
    {
        Step step = (await Catalog.ClaimAsync(StepKind.Ingest, leaseSeconds: -1)).ShouldNotBeNull();
        (await RenewAsync("worker", step)).ShouldHaveSingleItem().CancelRequested.ShouldBeFalse();
        (await ExpireAsync()).ShouldBe(0);
        Step stored = await Catalog.StepAsync(step.Id);
        (stored.Progress, stored.Message).ShouldBe((0.25, "a quarter"));
    }

    [Fact]
    public async Task A_lease_does_not_expire_shortly_after_the_server_started_since_nobody_could_renew_it()
    {
        await Catalog.ClaimAsync(StepKind.Ingest, leaseSeconds: -1);
        (await Catalog.Ledger.ExpireAsync(TimeSpan.FromHours(1), 5, [], Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task The_step_of_a_worker_known_to_be_dead_is_taken_before_its_lease_runs_out()
    {
        Step step = (await Catalog.ClaimAsync(StepKind.Ingest, "dead")).ShouldNotBeNull();
        (await Catalog.Ledger.WorkersAsync(Cancellation)).ShouldBe(["dead"]);
        (await Catalog.Ledger.ExpireAsync(s_lease, 5, ["dead"], Cancellation)).ShouldBe(1);
        (await Catalog.StepAsync(step.Id)).State.ShouldBe(StepState.Queued);
    }

    [Fact]
    public async Task A_step_that_kills_every_worker_is_given_up_with_a_sentence()
    {
        for (int i = 0; i < 3; i++)
        {
            (await Catalog.ClaimAsync(StepKind.Ingest, leaseSeconds: -1)).ShouldNotBeNull();
            (await Catalog.Ledger.ExpireAsync(TimeSpan.Zero, 3, [], Cancellation)).ShouldBe(1);
        }
        (await Catalog.ClaimAsync(StepKind.Ingest)).ShouldBeNull();
        await using CatalogContext context = Catalog.CreateDbContext();
        Job job = await context.Jobs.SingleAsync(Cancellation);
        job.State.ShouldBe(JobState.Failed);
        job.Error.ShouldNotBeNull().ShouldContain("went away 3 times");
    }

    [Fact]
    public async Task The_step_of_a_lost_worker_is_cancelled_if_its_job_is()
    {
        Step step = (await Catalog.ClaimAsync(StepKind.Ingest, leaseSeconds: -1)).ShouldNotBeNull();
        await Catalog.Workflow.CancelJobAsync(step.JobId, Cancellation);
        (await ExpireAsync()).ShouldBe(1);
        (await Catalog.JobAsync(step.JobId)).State.ShouldBe(JobState.Cancelled);
    }

    [Fact]
    public async Task A_step_that_met_trouble_waits_for_its_time_and_then_owes_a_message()
    {
        Step step = (await Catalog.ClaimAsync(StepKind.Ingest)).ShouldNotBeNull();
        await Catalog.Ledger.EndAsync(step, StepEnd.Transient("storage-trouble", "away", TimeSpan.FromHours(1)), null, Cancellation);
        Step waiting = await Catalog.StepAsync(step.Id);
        (waiting.State, waiting.Transients, waiting.Code, waiting.Error).ShouldBe((StepState.Queued, 1, "storage-trouble", "away"));
        (await Catalog.ClaimAsync(StepKind.Ingest)).ShouldBeNull();
        (await Catalog.Ledger.TakeOwedAsync(10, Cancellation)).ShouldBeEmpty();
        await Catalog.ExecuteAsync("UPDATE steps SET not_before = now() WHERE kind = 'ingest'");
        (await Catalog.Ledger.TakeOwedAsync(10, Cancellation)).ShouldHaveSingleItem().Id.ShouldBe(step.Id);
        (await Catalog.Ledger.TakeOwedAsync(10, Cancellation)).ShouldBeEmpty();
        await Catalog.Ledger.OweAsync([step.Id], Cancellation);
        (await Catalog.Ledger.TakeOwedAsync(10, Cancellation)).ShouldHaveSingleItem();
        (await Catalog.ClaimAsync(StepKind.Ingest)).ShouldNotBeNull().Transients.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_that_nobody_took_is_sent_again_ever_more_rarely()
    {
        TimeSpan age = TimeSpan.FromSeconds(10);
        (await Catalog.Ledger.HasOverdueAsync(StepKind.Ingest, age, Cancellation)).ShouldBeFalse();
        await Catalog.ExecuteAsync("UPDATE steps SET published_at = now() - interval '11 seconds' WHERE kind = 'ingest'");
        (await Catalog.Ledger.HasOverdueAsync(StepKind.Ingest, age, Cancellation)).ShouldBeTrue();
        (await Catalog.Ledger.HasOverdueAsync(StepKind.Train, age, Cancellation)).ShouldBeFalse();
        (await Catalog.Ledger.TakeOverdueAsync(StepKind.Ingest, age, 10, Cancellation)).ShouldHaveSingleItem();
        await Catalog.ExecuteAsync("UPDATE steps SET published_at = now() - interval '11 seconds' WHERE kind = 'ingest'");
        (await Catalog.Ledger.TakeOverdueAsync(StepKind.Ingest, age, 10, Cancellation)).ShouldBeEmpty();
        await Catalog.ExecuteAsync("UPDATE steps SET published_at = now() - interval '21 seconds' WHERE kind = 'ingest'");
        (await Catalog.Ledger.TakeOverdueAsync(StepKind.Ingest, age, 10, Cancellation)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_step_that_failed_by_a_bug_owes_a_message_to_the_error_queue_once()
    {
        await Catalog.DoAsync(StepKind.Ingest, StepEnd.Bug("System.Exception: bang", null));
        Step faulted = (await Catalog.Ledger.TakeFaultedAsync(10, Cancellation)).ShouldHaveSingleItem();
        (faulted.Code, faulted.Error).ShouldBe(("internal-error", "System.Exception: bang"));
        (await Catalog.Ledger.TakeFaultedAsync(10, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_rejected_or_stayed_in_trouble_owes_none()
    {
        await Catalog.ExtractAsync(await Catalog.AddClipsAsync(1));
        await Catalog.DoAsync(StepKind.Ingest, StepEnd.Rejected("no-audio", "No sound."));
        await Catalog.DoAsync(StepKind.Ingest, StepEnd.Transient("disk-full", "The disk is full.", null));
        (await Catalog.Ledger.TakeFaultedAsync(10, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_end_of_a_step_its_artifacts_the_handlers_writes_and_the_next_steps_are_one_transaction()
    {
        Step step = (await Catalog.ClaimAsync(StepKind.Ingest)).ShouldNotBeNull();
        await Should.ThrowAsync<InvalidOperationException>(() => Catalog.Ledger.EndAsync(
            step, StepEnd.Succeeded(null, [TestCatalog.Artifact(ArtifactKinds.Audio)]),
            async (context, token) =>
            {
                Clip clip = await context.Clips.SingleAsync(c => c.Id == step.ClipId, token);
                clip.Speaker = "somebody";
                await context.SaveChangesAsync(token);
                throw new InvalidOperationException("bang");
            },
            Cancellation));
        await using CatalogContext reader = Catalog.CreateDbContext();
        (await reader.Artifacts.CountAsync(Cancellation)).ShouldBe(0);
        (await Catalog.ClipAsync(step.ClipId!.Value)).Speaker.ShouldBeNull();
        (await Catalog.StepAsync(step.Id)).State.ShouldBe(StepState.Running);
        (await Catalog.ClaimAsync(StepKind.Features)).ShouldBeNull();

        StepEndResult end = await Catalog.Ledger.EndAsync(
            step, StepEnd.Succeeded(null, [TestCatalog.Artifact(ArtifactKinds.Audio)]),
            async (context, token) => (await context.Clips.SingleAsync(c => c.Id == step.ClipId, token)).Speaker = "somebody",
            Cancellation);
        end.Queued.Count.ShouldBe(2);
        (await Catalog.ClipAsync(step.ClipId!.Value)).Speaker.ShouldBe("somebody");
    }

    [Fact]
    public async Task An_artifact_made_twice_is_one_row_and_stands_for_every_clip_that_has_it()
    {
        await Catalog.DoAsync(StepKind.Ingest, StepEnd.Succeeded(null, [TestCatalog.Artifact(ArtifactKinds.Audio)]));
        await Catalog.ExtractAsync(await Catalog.AddClipsAsync(1));
        await Catalog.DoAsync(StepKind.Ingest, StepEnd.Succeeded(null, [TestCatalog.Artifact(ArtifactKinds.Audio)]));
        await using CatalogContext context = Catalog.CreateDbContext();
        (await context.Artifacts.CountAsync(Cancellation)).ShouldBe(1);
        (await context.ClipArtifacts.CountAsync(Cancellation)).ShouldBe(2);
        (await context.StepArtifacts.CountAsync(Cancellation)).ShouldBe(2);
    }

    private Task<int> ExpireAsync() => Catalog.Ledger.ExpireAsync(TimeSpan.Zero, 5, [], Cancellation);

    private Task<IReadOnlyList<RenewedLease>> RenewAsync(string worker, Step step) =>
        Catalog.Ledger.RenewAsync(worker, [new LeaseRenewal(step.Id, step.Attempt, 0.25, "a quarter")], s_lease, Cancellation);
}
