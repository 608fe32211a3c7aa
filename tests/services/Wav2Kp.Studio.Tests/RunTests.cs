using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts.Api;
using Experiment = Wav2Kp.Contracts.Api.Experiment;
using Job = Wav2Kp.Contracts.Api.Job;
using Model = Wav2Kp.Contracts.Api.Model;
using Run = Wav2Kp.Contracts.Api.Run;

namespace Wav2Kp.Studio.Tests;

public sealed class RunTests(StudioServer server) : ApiTest(server)
{
    [Fact]
    public async Task A_training_is_a_run_of_its_experiment()
    {
        var dataset = await DatasetAsync();
        string experiment = $"voices {Guid.NewGuid():N}";
        var job = await PostAsync<Job>("trainings", Json(new
        {
            datasetVersionId = dataset.Id,
            recipe = "wav2kp-seed",
            overrides = new Dictionary<string, object> { ["training.epochs"] = 5, ["optimizer.learningRate"] = "0.0005" },
            device = "cpu",
            experiment,
            name = "first try",
            tags = new Dictionary<string, string> { ["who"] = "it's me", ["odd key"] = "5" },
        }), HttpStatusCode.Accepted);
        job.Kind.ShouldBe(JobKind.Training);
        job.Steps.Select(s => (s.Kind, s.State)).ShouldBe([(StepKind.Train, StepState.Queued), (StepKind.Evaluate, StepState.Waiting)], ignoreOrder: true);
        job.Parameters!.Value.GetProperty("recipe").GetString().ShouldBe("wav2kp-seed");
        job.Parameters.Value.GetProperty("overrides").GetProperty("training.epochs").GetString().ShouldBe("5");

        var run = (await SearchAsync($"experiment = '{experiment}' and tags.\"odd key\" = 5 and tags.who = 'it''s me'")).Items.ShouldHaveSingleItem();
        run.Id.ShouldBe(job.RunId!.Value);
        (run.Name, run.Status, run.JobId, run.Experiment).ShouldBe(("first try", JobState.Queued, job.Id, experiment));
        run.Tags.ShouldBe(new Dictionary<string, string> { ["who"] = "it's me", ["odd key"] = "5" }, ignoreOrder: true);
        (await GetAsync<Page<Experiment>>("experiments?limit=1000")).Items.Single(e => e.Name == experiment).Runs.ShouldBe(1);
    }

    [Fact]
    public async Task A_recipe_of_ones_own_is_taken()
    {
        var dataset = await DatasetAsync();
        var recipe = (await GetAsync<List<RecipeInfo>>("recipes"))[0].Recipe;
        var job = await PostAsync<Job>("trainings", Json(new { datasetVersionId = dataset.Id, recipe }), HttpStatusCode.Accepted);
        JsonElement.DeepEquals(job.Parameters!.Value.GetProperty("recipe"), recipe).ShouldBeTrue();
    }

    [Theory]
    [InlineData("\"recipe\":\"wav3kp\"", "wav2kp-seed")]
    [InlineData("\"recipe\":5", "name of a built-in recipe or a recipe object")]
    [InlineData("\"recipe\":{}", "no 'name'")]
    [InlineData("\"recipe\":{\"name\":\"x\",\"trainnig\":{}}", "'trainnig'")]
    [InlineData("\"recipe\":{\"name\":\"x\",\"training\":{\"epoch\":5}}", "'training.epoch'")]
    [InlineData("\"recipe\":{\"name\":\"x\",\"training\":{\"epochs\":\"many\"}}", "'training.epochs' is a number")]
    [InlineData("\"recipe\":{\"name\":\"x\",\"training\":5}", "must be a JSON object")]
    [InlineData("\"overrides\":{\"training.epoch\":5}", "training.epoch")]
    [InlineData("\"overrides\":{\"training\":5}", "group of fields")]
    [InlineData("\"overrides\":{\"training.epochs\":\"many\"}", "is a number")]
    [InlineData("\"overrides\":{\"network.bidirectional\":3}", "true or false")]
    [InlineData("\"overrides\":{\"training.epochs\":[5]}", "number, a text")]
    [InlineData("\"overrides\":{\"name.x\":\"5\"}", "name.x")]
    [InlineData("\"device\":\"tpu\"", "auto, cpu, cuda")]
    [InlineData("\"tags\":{\" \":\"x\"}", "no name")]
    [InlineData("\"recipes\":\"wav2kp\"", "no field 'recipes'")]
    public async Task Wrong_trainings_are_refused(string field, string says)
    {
        string body = $"{{\"datasetVersionId\":\"{Guid.NewGuid()}\",{field}}}";
        (await ProblemAsync(HttpMethod.Post, "trainings", Text(body), HttpStatusCode.BadRequest)).Detail!.ShouldContain(says);
    }

    [Fact]
    public async Task A_training_on_an_unknown_dataset_is_not_found() =>
        (await ProblemAsync(HttpMethod.Post, "trainings", Json(new { datasetVersionId = Guid.NewGuid() }), HttpStatusCode.NotFound)).Detail!.ShouldContain("no dataset version");

    [Fact]
    public async Task Runs_are_filtered_ordered_and_paged()
    {
        var (experiment, _) = await RunsAsync(10);
        string mine = $"experiment = '{experiment}'";
        (await SearchAsync(mine)).Total.ShouldBe(10);
        var good = await SearchAsync($"{mine} and metrics.mouth_r > 0.45 and params.recipe = 'wav2kp'", "metrics.mouth_r desc");
        good.Items.Select(r => r.Metrics["mouth_r"]).ShouldBe([0.8, 0.6]);
        good.Items.ShouldAllBe(r => r.Parameters["recipe"] == "wav2kp");
        var page = await SearchAsync(mine, "metrics.mouth_r", limit: 3, offset: 4);
        (page.Total, page.Limit, page.Offset).ShouldBe((10, 3, 4));
        page.Items.Select(r => r.Metrics["mouth_r"]).ShouldBe([0.4, 0.5, 0.6]);
        (await SearchAsync($"{mine} and not (status = 'succeeded')")).Items.ShouldAllBe(r => r.Status == JobState.Failed);
        (await SearchAsync($"{mine} and metrics.\"odd one\" is not null")).Total.ShouldBe(10);
    }

    [Theory]
    [InlineData("metrics.mouth_r > 'high'", 18)]
    [InlineData("status = 'done'", 9)]
    [InlineData("'; drop table runs; --", 0)]
    [InlineData("name = 'x' garbage", 11)]
    public async Task A_wrong_filter_is_refused_with_the_place(string filter, int position)
    {
        var problem = await ProblemAsync(HttpMethod.Get, "runs?filter=" + Uri.EscapeDataString(filter), null, HttpStatusCode.BadRequest);
        problem.Code.ShouldBe("wrong-filter");
        problem.Position.ShouldBe(position);
        problem.Hint.ShouldBe(filter + "\n" + new string(' ', position) + "^");
    }

    [Fact]
    public async Task A_wrong_order_is_refused_with_the_place() =>
        (await ProblemAsync(HttpMethod.Get, "runs?order=" + Uri.EscapeDataString("mouth_r desc"), null, HttpStatusCode.BadRequest)).Position.ShouldBe(0);

    [Fact]
    public async Task A_run_shows_numbers_that_are_none_as_null_and_has_artifacts()
    {
        var (_, ids) = await RunsAsync(1);
        await ChangeAsync(async c =>
        {
            c.Add(new RunMetricLatest { RunId = ids[0], Key = "broken", Step = 1, Epoch = 1, Value = double.NaN, At = DateTimeOffset.UtcNow });
            await c.AddAsync(new Catalog.RunArtifact { RunId = ids[0], Name = "checkpoint-1", Kind = "checkpoint", ObjectKey = "runs/x/checkpoints/1", Bytes = 5 }, Cancellation);
        });
        var run = await GetAsync<Run>($"runs/{ids[0]}");
        run.Metrics["broken"].ShouldBeNull();
        run.Metrics["mouth_r"].ShouldBe(0);
        run.Seconds!.Value.ShouldBe(60, 1e-3);
        run.Artifacts.ShouldHaveSingleItem().Name.ShouldBe("checkpoint-1");
        (await ProblemAsync(HttpMethod.Get, $"runs/{Guid.NewGuid()}", null, HttpStatusCode.NotFound)).Code.ShouldBe("not-found");
    }

    [Fact]
    public async Task Histories_are_thinned_evenly_and_keep_both_ends()
    {
        var (_, ids) = await RunsAsync(2);
        await ChangeAsync(c =>
        {
            c.Add(new RunMetricLatest { RunId = ids[0], Key = "loss", Step = 9990, Epoch = 9, Value = 0.001, At = DateTimeOffset.UtcNow, Points = 1000 });
            c.Add(new RunMetricLatest { RunId = ids[0], Key = "val", Step = 8000, Epoch = 4, Value = 4, At = DateTimeOffset.UtcNow, Points = 5 });
            for (int i = 0; i < 1000; i++)
                c.Add(new RunMetric { RunId = ids[0], Key = "loss", Step = i * 10, Epoch = i / 100, Value = i == 500 ? double.NaN : 1.0 / (i + 1), At = DateTimeOffset.UtcNow });
            c.Add(new RunMetricLatest { RunId = ids[1], Key = "lumps", Step = 100_299, Epoch = 1, Value = 1, At = DateTimeOffset.UtcNow, Points = 600 });
            for (int i = 0; i < 600; i++)
                c.Add(new RunMetric { RunId = ids[1], Key = "lumps", Step = i < 300 ? i : 99_700 + i, Epoch = 1, Value = 1, At = DateTimeOffset.UtcNow });
            for (int i = 0; i < 5; i++)
                c.Add(new RunMetric { RunId = ids[0], Key = "val", Step = i * 2000, Epoch = i, Value = i, At = DateTimeOffset.UtcNow });
            return Task.CompletedTask;
        });
        var all = await GetAsync<List<MetricSeries>>($"runs/{ids[0]}/metrics");
        all.Select(s => (s.Key, s.Total, s.Points.Count)).ShouldBe([("loss", 1000, 1000), ("val", 5, 5)]);
        all[0].Points[500].Value.ShouldBeNull();
        var thin = await GetAsync<List<MetricSeries>>($"runs/{ids[0]}/metrics?key=loss&maxPoints=100");
        var points = thin.ShouldHaveSingleItem().Points;
        points.Count.ShouldBe(100);
        thin[0].Total.ShouldBe(1000);
        (points[0].Step, points[^1].Step).ShouldBe((0, 9990));
        points.Zip(points.Skip(1), (a, b) => b.Step - a.Step).ShouldAllBe(gap => gap >= 90 && gap <= 120);
        (await GetAsync<List<MetricSeries>>($"runs/{ids[1]}/metrics?maxPoints=100")).ShouldHaveSingleItem().Points.Select(p => p.Step).ShouldBe([0, 100_000, 100_299]);
        (await GetAsync<List<MetricSeries>>($"runs/{ids[0]}/metrics?key=val&key=loss&maxPoints=2")).Select(s => s.Points.Count).ShouldBe([2, 2]);
        (await GetAsync<List<MetricSeries>>($"runs/{ids[0]}/metrics?key=nothing")).ShouldBeEmpty();
        (await ProblemAsync(HttpMethod.Get, $"runs/{ids[0]}/metrics?maxPoints=1", null, HttpStatusCode.BadRequest)).Errors!.Keys.ShouldContain("maxPoints");
        (await ProblemAsync(HttpMethod.Get, $"runs/{Guid.NewGuid()}/metrics", null, HttpStatusCode.NotFound)).Code.ShouldBe("not-found");
    }

    [Fact]
    public async Task A_model_has_its_recipe_figures_and_files()
    {
        var stored = await ModelAsync();
        var model = await GetAsync<Model>($"models/{stored.Id}");
        (model.Name, model.RunId, model.Version).ShouldBe((stored.Name, stored.RunId, 1));
        model.Metrics.ShouldBe(new Dictionary<string, double?> { ["mouth_r"] = 0.83, ["lip_lmd"] = 0.9, ["odd"] = null }, ignoreOrder: true);
        model.Recipe!.Value.GetProperty("name").GetString().ShouldBe("wav2kp");
        model.Files.Select(f => (f.Name, f.Bytes)).ShouldBe([("model.json", 12), ("weights.safetensors", 2000)], ignoreOrder: true);
        foreach (var file in model.Files)
            (await Server.Http.GetByteArrayAsync(file.Url, Cancellation)).LongLength.ShouldBe(file.Bytes);
        (await GetAsync<Page<Model>>($"models?name={Uri.EscapeDataString(stored.Name)}")).Items.ShouldHaveSingleItem().Id.ShouldBe(stored.Id);
        (await GetAsync<Run>($"runs/{stored.RunId}")).ModelId.ShouldBe(stored.Id);
        var job = await GetAsync<Job>($"jobs/{(await GetAsync<Run>($"runs/{stored.RunId}")).JobId}");
        job.ModelId.ShouldBe(stored.Id);
        job.Files.Select(f => f.Name).ShouldBe(["model.json", "weights.safetensors"], ignoreOrder: true);
        (await Server.Http.GetByteArrayAsync(job.Files[0].Url, Cancellation)).LongLength.ShouldBe(job.Files[0].Bytes);
        (await ProblemAsync(HttpMethod.Get, $"models/{stored.Id}/files/..%2Fmodel.json", null, HttpStatusCode.NotFound)).Code.ShouldBe("not-found");
        (await ProblemAsync(HttpMethod.Get, $"models/{Guid.NewGuid()}", null, HttpStatusCode.NotFound)).Code.ShouldBe("not-found");
    }

    private Task<Page<Run>> SearchAsync(string filter, string order = "", int limit = 50, int offset = 0) =>
        GetAsync<Page<Run>>($"runs?filter={Uri.EscapeDataString(filter)}&order={Uri.EscapeDataString(order)}&limit={limit}&offset={offset}");

    private async Task<(string Experiment, Guid[] Ids)> RunsAsync(int count)
    {
        string experiment = $"e{Guid.NewGuid():N}";
        var ids = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()).ToArray();
        await ChangeAsync(catalog =>
        {
            var row = new Catalog.Experiment { Name = experiment };
            catalog.Add(row);
            var start = DateTimeOffset.UtcNow.AddHours(-1);
            for (int i = 0; i < count; i++)
            {
                var run = new Catalog.Run
                {
                    Id = ids[i],
                    ExperimentId = row.Id,
                    Name = $"run {i}",
                    Status = i % 5 == 4 ? JobState.Failed : JobState.Succeeded,
                    CreatedAt = start.AddSeconds(i),
                    StartedAt = start,
                    FinishedAt = start.AddMinutes(1),
                };
                run.Params.Add(new RunParam { RunId = run.Id, Key = "recipe", Value = i % 2 == 0 ? "wav2kp" : "wav2kp-seed" });
                run.LatestMetrics.Add(new RunMetricLatest { RunId = run.Id, Key = "mouth_r", Step = 1, Epoch = 1, Value = i / 10.0, At = start });
                run.LatestMetrics.Add(new RunMetricLatest { RunId = run.Id, Key = "odd one", Step = 1, Epoch = 1, Value = 1, At = start });
                catalog.Add(run);
            }
            return Task.CompletedTask;
        });
        return (experiment, ids);
    }
}
