using System.Net;
using Wav2Kp.Contracts.Api;

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
