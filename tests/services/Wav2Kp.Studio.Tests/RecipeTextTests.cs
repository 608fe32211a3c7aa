using System.Text.Json;
using Shouldly;
using Wav2Kp.Studio.Recipes;
using Xunit;
using Recipe = Wav2Kp.Models.Recipe;

namespace Wav2Kp.Studio.Tests;

public sealed class RecipeTextTests
{
    private const string Job = """
        { "datasetVersionId": "00000000-0000-0000-0000-000000000001", "recipe": "wav2kp", "overrides": { "training.batchSize": "SIZE", "training.epochs": "7" }, "device": "auto" }
        """;

    [Theory]
    [InlineData("0", 64, 0.0028284)] // found when the training began, and recorded
    [InlineData("16", 16, 0.001)] // asked for
    public void A_run_is_trained_again_as_it_was_settled(string asked, int size, double rate)
    {
        Dictionary<string, string> recorded = new() { ["training.batchSize"] = "64", ["optimizer.learningRate"] = "0.0028284", ["training.epochs"] = "9", ["dataset"] = "grid" };
        var recipe = Parse(asked, recorded);
        (recipe.Training.BatchSize, recipe.Optimizer.LearningRate, recipe.Training.Epochs).ShouldBe((size, rate, 7));
    }

    [Fact]
    public void Before_the_training_begins_the_recipe_is_the_one_asked_for() =>
        Parse("0", new Dictionary<string, string>()).Training.BatchSize.ShouldBe(0);

    private static Recipe Parse(string asked, Dictionary<string, string> recorded) => Recipe.Parse(
        RecipeText.Of(JsonElement.Parse(Job.Replace("SIZE", asked, StringComparison.Ordinal)), new RecipeBook(), recorded).ShouldNotBeNull());
}
