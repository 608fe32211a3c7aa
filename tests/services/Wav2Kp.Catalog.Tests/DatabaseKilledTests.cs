using Microsoft.EntityFrameworkCore;
using Wav2Kp.Contracts;

namespace Wav2Kp.Catalog.Tests;

/// <summary>Run alone: they kill the server that all tests share.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class DatabaseKilled;

[Collection<DatabaseKilled>]
public sealed class DatabaseKilledTests(Servers servers) : CatalogTest(servers)
{
    [Fact]
    public async Task The_database_killed_and_started_again_in_the_middle_of_a_transaction_loses_and_doubles_nothing()
    {
        await Catalog.ExtractAsync(await Catalog.AddClipsAsync(1));
        Step step = (await Catalog.ClaimAsync(StepKind.Ingest)).ShouldNotBeNull();
        int tries = 0;
        Task? restart = null;
        StepEndResult end = await Catalog.Ledger.EndAsync(
            step, StepEnd.Succeeded(null, [TestCatalog.Artifact(ArtifactKinds.Audio)]),
            async (context, token) =>
            {
                if (++tries == 1)
                {
                    restart = Servers.Real.KillPostgresAsync(token);
                }
                await context.Clips.Where(c => c.Id == step.ClipId).ExecuteUpdateAsync(s => s.SetProperty(c => c.Speaker, c => c.Speaker + "x"), token);
            },
            Cancellation);
        end.Accepted.ShouldBeTrue();
        await restart.ShouldNotBeNull();
        Step done = await Catalog.StepAsync(step.Id);
        (done.State, done.Attempts.Count).ShouldBe((StepState.Succeeded, 1));
        await using CatalogContext context = Catalog.CreateDbContext();
        (await context.Artifacts.CountAsync(Cancellation)).ShouldBe(1);
        (await context.Steps.CountAsync(s => s.State == StepState.Queued, Cancellation)).ShouldBe(2);
    }

    [Fact]
    public async Task Recording_goes_on_while_the_database_is_killed_and_loses_nothing()
    {
        Experiment experiment = new() { Name = "e" };
        Run run = new() { Name = "r", ExperimentId = experiment.Id, Status = JobState.Running };
        await using (CatalogContext setup = Catalog.CreateDbContext())
        {
            setup.AddRange(experiment, run);
            await setup.SaveChangesAsync(Cancellation);
        }
        await using (RunRecorder recorder = new(Catalog, run.Id))
        {
            Task restart = Servers.Real.KillPostgresAsync(Cancellation);
            for (int step = 0; !restart.IsCompleted || step < 100; step++)
            {
                recorder.Metric("loss", step % 100, 0, step % 100);
                await Task.Delay(5, Cancellation);
            }
            await restart;
        }
        await using CatalogContext context = Catalog.CreateDbContext();
        (await context.RunMetrics.CountAsync(Cancellation)).ShouldBe(100);
    }
}
