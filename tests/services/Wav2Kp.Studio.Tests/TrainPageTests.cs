using System.Net;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts.Api;
using Job = Wav2Kp.Contracts.Api.Job;

namespace Wav2Kp.Studio.Tests;

public sealed class TrainPageTests(StudioServer server) : ConsoleTest(server)
{
    [Fact]
    public async Task A_training_is_asked_for_with_a_dataset_a_recipe_and_its_parameters()
    {
        var dataset = await DatasetAsync();
        string html = await PageAsync($"/train?dataset={dataset.Id}");
        html.ShouldContain($"<option value=\"{dataset.Id}\" selected>");
        html.ShouldContain("<option value=\"wav2kp\" selected>");
        html.ShouldContain("data-field=\"overrides.training.epochs\" data-path=\"training.epochs\" data-was=\"12\" value=\"12\"");
        html.ShouldNotContain("data-path=\"description\"");
        html.ShouldNotContain("id=\"dataset\""); // a form's field of that name takes the place of its dataset, by which scripts find it
        html = await PageAsync("/train?recipe=wav2kp-seed");
        html.ShouldContain("<option value=\"wav2kp-seed\" selected>");
        html.ShouldContain("data-path=\"training.epochs\" data-was=\"3\"");
        (await PageAsync("/train?recipe=nothing&dataset=x")).ShouldContain("<option value=\"wav2kp\" selected>");
        (await PageAsync("/runs")).ShouldContain("href=\"/train\"");
    }

    [Theory]
    [InlineData("training.epochs", "0", "between 1 and 1,000,000")]
    [InlineData("training.epochs", "1.5", "1.5")]
    [InlineData("optimizer.learningRate", "-1", "optimizer.learningRate")]
    [InlineData("schedule.kind", "wild", "wild")]
    [InlineData("network.layers", "many", "a number")]
    [InlineData("network.bidirectional", "perhaps", "true or false")]
    [InlineData("training", "1", "a group of fields")]
    [InlineData("training.epoch", "1", "no field")]
    public async Task A_parameter_that_cannot_be_is_told_at_its_field(string path, string value, string says)
    {
        var dataset = await DatasetAsync();
        var body = new { datasetVersionId = dataset.Id, overrides = new Dictionary<string, string> { [path] = value } };
        var problem = await ProblemAsync(HttpMethod.Post, "trainings", Json(body), HttpStatusCode.BadRequest);
        problem.Errors!.Keys.ShouldBe([$"overrides.{path}"]);
        problem.Detail!.ShouldContain(says);
    }

    [Theory]
    [InlineData("wav2kp", "window.placement=trailing", "window.placement", "false where 'window.placement' is 'trailing'")]
    [InlineData("wav2kp", "window.placement=trailing network.bidirectional=true", "network.bidirectional window.placement", "needs the whole recording")]
    [InlineData("wav2kp", "window.placement=proportional", "window.placement", "go together")]
    [InlineData("wav2kp", "keypoints.space=crop keypoints.standardise=false", "keypoints.space", "go together")]
    [InlineData("wav2kp", "keypoints.space=crop", "keypoints.space", "'keypoints.standardise' is true, but must be false")]
    [InlineData("wav2kp", "keypoints.upsample=3", "keypoints.upsample", "1 with 'aligned'")]
    [InlineData("wav2kp", "window.lookAhead=100", "window.lookAhead", "0 where 'window.placement' is not 'trailing'")]
    [InlineData("wav2kp", "features.mfcc.melBands=20", "features.mfcc.melBands", "'features.mfcc.coefficients' is 40, but must be between 1 and the 20 mel bands")]
    [InlineData("wav2kp", "features.mfcc.hopLength=500", "features.mfcc.hopLength", "the transform's 400 samples")]
    [InlineData("wav2kp", "features.version=2", "features.version", "'features.version' is 2, but must be 1")]
    [InlineData("wav2kp-live-100", "features.mfcc.topDb=20", "features.mfcc.topDb", "'window.floor' is -30, but must be 25 dB or above")]
    [InlineData("wav2kp-live-100", "window.floor=-60", "window.floor", "'window.floor' is -60")]
    [InlineData("wav2kp-live-100", "features.mfcc.coefficients=13", "features.mfcc.coefficients", "fewer coefficients than mel bands")]
    [InlineData("wav2kp-live-100", "features.mfcc.fftLength=398", "features.mfcc.fftLength", "even where 'window.placement' is 'trailing'")]
    [InlineData("wav2kp-live-100", "window.placement=centred", "window.placement", "'window.lookAhead' is 100")]
    public async Task Parameters_that_do_not_go_together_are_told_at_those_that_were_changed(string recipe, string changed, string fields, string says)
    {
        var dataset = await DatasetAsync();
        var overrides = changed.Split(' ').ToDictionary(c => c.Split('=')[0], c => c.Split('=')[1]);
        var problem = await ProblemAsync(HttpMethod.Post, "trainings", Json(new { datasetVersionId = dataset.Id, recipe, overrides }), HttpStatusCode.BadRequest);
        problem.Errors!.Keys.Order().ShouldBe(fields.Split(' ').Select(f => $"overrides.{f}"));
        problem.Errors.Values.ShouldAllBe(messages => messages.Single() == problem.Detail);
        problem.Detail!.ShouldContain(says);
        // the form has such fields: the messages stand beside them
        string html = await PageAsync($"/train?recipe={recipe}");
        foreach (string field in fields.Split(' '))
            html.ShouldContain($"data-field=\"overrides.{field}\"");
    }

    [Fact]
    public async Task Features_that_were_computed_otherwise_are_told_before_the_training()
    {
        var dataset = await DatasetAsync();
        var body = new { datasetVersionId = dataset.Id, overrides = new Dictionary<string, string> { ["features.mfcc.topDb"] = "60", ["training.epochs"] = "1" } };
        // of features that nobody recorded the parameters of the Trainer reads them
        await PostAsync<Job>("trainings", Json(body), HttpStatusCode.Accepted);

        var clips = dataset.Clips.Select(c => c.VideoId).ToList();
        await RecordAsync("""{"version":1,"mfcc":{"sampleRate":16000,"fftLength":400,"hopLength":200,"melBands":40,"coefficients":40,"topDb":80},"melSpectrogramBands":64,"speech2Face":false}""");
        var problem = await ProblemAsync(HttpMethod.Post, "trainings", Json(body), HttpStatusCode.BadRequest);
        problem.Errors!.Keys.ShouldBe(["overrides.features.mfcc.topDb"]);
        problem.Detail!.ShouldEndWith("'features.mfcc.topDb' is 60, theirs is 80.");
        await PostAsync<Job>("trainings", Json(new { datasetVersionId = dataset.Id }), HttpStatusCode.Accepted);

        // where nothing of the recipe was changed it is the dataset that does not fit
        await RecordAsync("""{"version":1,"mfcc":{"hopLength":160}}""");
        problem = await ProblemAsync(HttpMethod.Post, "trainings", Json(new { datasetVersionId = dataset.Id }), HttpStatusCode.BadRequest);
        problem.Errors!.Keys.ShouldBe(["datasetVersionId"]);
        problem.Detail!.ShouldEndWith("'features.mfcc.hopLength' is 200, theirs is 160.");
        await RecordAsync("""{"made":"elsewhere"}""");
        await PostAsync<Job>("trainings", Json(new { datasetVersionId = dataset.Id }), HttpStatusCode.Accepted);

        async Task RecordAsync(string parameters)
        {
            var recorded = System.Text.Json.JsonElement.Parse(parameters);
            await ChangeAsync(c => c.Artifacts.Where(a => a.Kind == ArtifactKinds.Features && clips.Contains(a.ClipId!.Value))
                .ExecuteUpdateAsync(s => s.SetProperty(a => a.Parameters, recorded), Cancellation));
        }
    }

    [Fact]
    public async Task Every_field_of_a_recipe_can_be_changed()
    {
        var dataset = await DatasetAsync();
        var overrides = new Dictionary<string, string>
        {
            ["window.placement"] = "trailing",
            ["window.lookAhead"] = "50",
            ["window.floor"] = "-20",
            ["network.bidirectional"] = "false",
            ["keypoints.maskFlagged"] = "false",
            ["schedule.steps"] = "7",
        };
        string html = await PageAsync("/train");
        foreach (string path in overrides.Keys)
            html.ShouldContain($"data-path=\"{path}\"");
        var job = await PostAsync<Job>("trainings", Json(new { datasetVersionId = dataset.Id, overrides }), HttpStatusCode.Accepted);
        (await PageAsync($"/runs/{job.RunId}")).ShouldContain("&quot;lookAhead&quot;: 50");
    }

    [Fact]
    public async Task A_recipe_of_one_s_own_whose_groups_do_not_go_together_is_told_at_its_fields()
    {
        var dataset = await DatasetAsync();
        string own = $"{{\"datasetVersionId\":\"{dataset.Id}\",\"recipe\":{{\"name\":\"mine\",\"window\":{{\"placement\":\"trailing\"}}}}}}";
        var problem = await ProblemAsync(HttpMethod.Post, "trainings", Text(own), HttpStatusCode.BadRequest);
        problem.Errors!.Keys.ShouldBe(["recipe.network.bidirectional", "recipe.window.placement"]);
    }

    [Fact]
    public async Task A_recipe_of_one_s_own_whose_value_cannot_be_is_told_at_its_field()
    {
        var dataset = await DatasetAsync();
        var problem = await ProblemAsync(
            HttpMethod.Post, "trainings", Text($"{{\"datasetVersionId\":\"{dataset.Id}\",\"recipe\":{{\"name\":\"mine\",\"training\":{{\"batchSize\":5000}}}}}}"), HttpStatusCode.BadRequest);
        problem.Errors!.Keys.ShouldBe(["recipe.training.batchSize"]);
    }

    [Fact]
    public async Task Every_built_in_recipe_can_be_trained()
    {
        var dataset = await DatasetAsync();
        foreach (var recipe in await GetAsync<List<RecipeInfo>>("recipes"))
            (await PostAsync<Job>("trainings", Json(new { datasetVersionId = dataset.Id, recipe = recipe.Name }), HttpStatusCode.Accepted)).RunId.ShouldNotBeNull();
    }
}
