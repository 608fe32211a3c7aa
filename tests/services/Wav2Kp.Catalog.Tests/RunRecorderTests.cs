using Microsoft.EntityFrameworkCore;
using Npgsql;
using Wav2Kp.Contracts;

namespace Wav2Kp.Catalog.Tests;

public sealed class RunRecorderTests(Servers servers) : CatalogTest(servers)
{
    private Guid _run;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await using CatalogContext context = Catalog.CreateDbContext();
        Experiment experiment = new() { Name = "e" };
        Run run = new() { Name = "r", ExperimentId = experiment.Id, Status = JobState.Running };
        context.AddRange(experiment, run);
        await context.SaveChangesAsync(Cancellation);
        _run = run.Id;
    }

    [Fact]
    public async Task Parameters_metrics_and_artifacts_are_written_and_the_latest_values_kept_apart()
    {
        await using (RunRecorder recorder = new(Catalog, _run))
        {
            recorder.Params([KeyValuePair.Create("training.epochs", "5"), KeyValuePair.Create("seed", "1")]);
            for (int step = 0; step < 12_000; step++)
            {
                recorder.Metric("loss", step, step / 1000, 1.0 / (step + 1));
            }
            recorder.Metric("mouth_r", 11_999, 11, double.NaN);
            recorder.Artifact("weights.safetensors", "weights", "models/x/weights.safetensors", 7);
        }
        await using CatalogContext context = Catalog.CreateDbContext();
        Run run = await context.Runs.Include(r => r.Params).Include(r => r.LatestMetrics).Include(r => r.Artifacts).SingleAsync(Cancellation);
        run.Params.ToDictionary(p => p.Key, p => p.Value).ShouldBe(new Dictionary<string, string> { ["training.epochs"] = "5", ["seed"] = "1" }, ignoreOrder: true);
        run.Artifacts.ShouldHaveSingleItem().Bytes.ShouldBe(7);
        (await context.RunMetrics.CountAsync(m => m.Key == "loss", Cancellation)).ShouldBe(12_000);
        RunMetricLatest loss = run.LatestMetrics.Single(m => m.Key == "loss");
        (loss.Step, loss.Epoch, loss.Value, loss.Points).ShouldBe((11_999, 11, 1.0 / 12_000, 12_000));
        run.LatestMetrics.Single(m => m.Key == "mouth_r").Value.ShouldBe(double.NaN);
    }

    [Fact]
    public async Task A_resumed_run_that_repeats_steps_replaces_them_and_does_not_set_the_latest_value_back()
    {
        await using (RunRecorder first = new(Catalog, _run))
        {
            first.Metric("loss", 0, 0, 5);
            first.Metric("loss", 1, 0, 4);
            first.Metric("loss", 1, 0, 3);
        }
        await using (RunRecorder second = new(Catalog, _run))
        {
            second.Metric("loss", 0, 0, 6);
        }
        await using CatalogContext context = Catalog.CreateDbContext();
        (await context.RunMetrics.OrderBy(m => m.Step).Select(m => m.Value).ToListAsync(Cancellation)).ShouldBe([6, 3]);
        RunMetricLatest latest = await context.RunMetricsLatest.SingleAsync(Cancellation);
        (latest.Step, latest.Value, latest.Points).ShouldBe((1, 3, 2));
    }

    [Fact]
    public async Task Values_appear_while_the_run_goes_on()
    {
        await using RunRecorder recorder = new(Catalog, _run);
        recorder.Metric("loss", 0, 0, 1);
        await using CatalogContext context = Catalog.CreateDbContext();
        for (int i = 0; i < 100 && !await context.RunMetrics.AnyAsync(Cancellation); i++)
        {
            await Task.Delay(100, Cancellation);
        }
        (await context.RunMetrics.AnyAsync(Cancellation)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_run_that_is_not_in_the_catalog_is_reported_at_the_end()
    {
        RunRecorder recorder = new(Catalog, Guid.NewGuid());
        recorder.Metric("loss", 0, 0, 1);
        await Should.ThrowAsync<PostgresException>(async () => await recorder.DisposeAsync());
    }
}
