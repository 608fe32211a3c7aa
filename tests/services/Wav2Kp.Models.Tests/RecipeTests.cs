using Shouldly;
using Xunit;

namespace Wav2Kp.Models.Tests;

public sealed class RecipeTests
{
    [Fact]
    public void The_built_in_recipes_are_sound()
    {
        Recipe.BuiltInNames.ShouldBe(["wav2kp", "wav2kp-live-0", "wav2kp-live-100", "wav2kp-live-200", "wav2kp-seed"]);
        foreach (string name in Recipe.BuiltInNames)
        {
            Recipe.BuiltIn(name).Name.ShouldBe(name);
        }
    }

    [Fact]
    public void The_seed_recipe_is_the_published_one()
    {
        Recipe seed = Recipe.BuiltIn("wav2kp-seed");
        seed.Keypoints.ShouldBe(new KeypointRecipe { Space = KeypointSpace.Crop, Standardise = false, Upsample = 3 });
        seed.Window.ShouldBe(new WindowRecipe { Rows = 40, Placement = WindowPlacement.Proportional });
        seed.Network.ShouldBe(new NetworkRecipe { Hidden = 200, Layers = 2, Bidirectional = false, Dropout = 0.25, LayerDropout = 0 });
        seed.Optimizer.ShouldBe(new OptimizerRecipe { LearningRate = 1e-4 });
        seed.Schedule.Kind.ShouldBe(ScheduleKind.Step);
        (seed.Schedule.Steps, seed.Schedule.Factor, seed.Training.BatchSize).ShouldBe((2_000, 0.5, 1));
    }

    [Fact]
    public void An_unknown_recipe_names_the_known_ones() =>
        Should.Throw<RecipeException>(() => Recipe.BuiltIn("wav2lip")).Message.ShouldContain("wav2kp, wav2kp-live-0, wav2kp-live-100, wav2kp-live-200, wav2kp-seed");

    [Theory]
    [InlineData("""{ "name": "x", "epochs": 3 }""", "Unknown field 'epochs'")]
    [InlineData("""{ "name": "x", "training": { "epoch": 3 } }""", "Unknown field 'training.epoch': known are training.epochs")]
    [InlineData("""{ "name": "x", "features": { "mfcc": { "hop": 3 } } }""", "Unknown field 'features.mfcc.hop'")]
    [InlineData("""{ "name": "x", "training": 3 }""", "'training' must be a JSON object")]
    [InlineData("""{ "name": "x", "training": { "epochs": "many" } }""", "training.epochs")]
    [InlineData("""{ "name": "x", "training": { "epochs": 0 } }""", "'training.epochs' is 0, but must be between 1")]
    [InlineData("""{ "name": "x", "training": { "batchSize": -1 } }""", "'training.batchSize' is -1, but must be 0 (as suits the device) or between 1 and 4,096")]
    [InlineData("""{ "name": "x", "network": { "dropout": 1 } }""", "'network.dropout' is 1")]
    [InlineData("""{ "name": "x", "window": { "placement": "left" } }""", "window.placement")]
    [InlineData("""{ "name": "x", "window": { "placement": "proportional" } }""", "go together")]
    [InlineData("""{ "name": "x", "keypoints": { "upsample": 3 } }""", "'keypoints.upsample' is 3")]
    [InlineData("""{ "name": "x", "features": { "mfcc": { "coefficients": 41 } } }""", "'features.mfcc.coefficients' is 41")]
    [InlineData("""{ "training": { "epochs": 3 } }""", "no 'name'")]
    [InlineData("""[]""", "must be a JSON object")]
    [InlineData("""{ "name": "x", """, "cannot be read")]
    public void A_wrong_recipe_names_the_field(string json, string message) =>
        Should.Throw<RecipeException>(() => Recipe.Parse(json)).Message.ShouldContain(message);

    [Theory]
    [InlineData("""{ "name": "x", "epochs": 3 }""", "epochs")]
    [InlineData("""{ "name": "x", "features": { "mfcc": { "hop": 3 } } }""", "features.mfcc.hop")]
    [InlineData("""{ "name": "x", "training": 3 }""", "training")]
    [InlineData("""{ "name": "x", "training": { "epochs": "many" } }""", "training.epochs")]
    [InlineData("""{ "name": "x", "training": { "epochs": 1.5 } }""", "training.epochs")]
    [InlineData("""{ "name": "x", "training": { "epochs": 3000000000 } }""", "training.epochs")]
    [InlineData("""{ "name": "x", "seed": 1e30 }""", "seed")]
    [InlineData("""{ "name": "x", "network": { "bidirectional": 1 } }""", "network.bidirectional")]
    [InlineData("""{ "name": "x", "network": { "dropout": null } }""", "network.dropout")]
    [InlineData("""{ "name": 5 }""", "name")]
    [InlineData("""{ "description": "of no name" }""", "name")]
    [InlineData("""{ "name": "x", "window": { "placement": "left" } }""", "window.placement")]
    [InlineData("""{ "name": "x", "window": { "placement": 1 } }""", "window.placement")]
    [InlineData("""{ "name": "x", "window": { "placement": "proportional" } }""", "window.placement", "keypoints.space")]
    [InlineData("""{ "name": "x", "window": { "placement": "trailing", "floor": -30 } }""", "network.bidirectional", "window.placement")]
    [InlineData("""{ "name": "x", "features": { "mfcc": { "melBands": 20 } } }""", "features.mfcc.coefficients", "features.mfcc.melBands")]
    [InlineData("""{ "name": "x", "features": { "speech2Face": true, "mfcc": { "sampleRate": 8000 } } }""", "features.speech2Face", "features.mfcc.sampleRate")]
    [InlineData("""{ "name": "x", """)]
    public void A_wrong_recipe_tells_the_fields_that_it_hangs_on(string json, params string[] fields) =>
        Should.Throw<RecipeException>(() => Recipe.Parse(json)).Fields.ShouldBe(fields);

    [Fact]
    public void A_value_of_the_wrong_kind_says_what_it_may_be() =>
        Should.Throw<RecipeException>(() => Recipe.BuiltIn("wav2kp").With([new("window.placement", "left")])).Message.ShouldBe("'window.placement' is one of centred, trailing, proportional, not 'left'.");

    [Fact]
    public void A_recipe_reads_back_the_same_from_its_JSON()
    {
        Recipe recipe = Recipe.BuiltIn("wav2kp");
        Recipe.Parse(recipe.ToJson()).ShouldBe(recipe);
    }

    [Fact]
    public void Overrides_change_single_fields()
    {
        Recipe recipe = Recipe.BuiltIn("wav2kp").With(new Dictionary<string, string>
        {
            ["training.epochs"] = "3",
            ["optimizer.learningRate"] = "5e-4",
            ["network.bidirectional"] = "false",
            ["schedule.kind"] = "cosine",
            ["features.mfcc.topDb"] = "60",
        });
        recipe.Training.Epochs.ShouldBe(3);
        recipe.Optimizer.LearningRate.ShouldBe(5e-4);
        recipe.Network.Bidirectional.ShouldBeFalse();
        recipe.Schedule.Kind.ShouldBe(ScheduleKind.Cosine);
        recipe.Features.Mfcc.TopDb.ShouldBe(60);
        recipe.Network.Hidden.ShouldBe(Recipe.BuiltIn("wav2kp").Network.Hidden);
    }

    [Theory]
    [InlineData("training.epoch", "3", "no field 'training.epoch': known here are epochs")]
    [InlineData("epochs", "3", "no field 'epochs'")]
    [InlineData("training.epochs.x", "3", "no field 'training.epochs.x'")]
    [InlineData("training", "3", "is a group of fields")]
    [InlineData("training.epochs", "many", "is a number")]
    [InlineData("training.epochs", "-1", "must be between 1")]
    [InlineData("network.bidirectional", "perhaps", "is true or false")]
    public void A_wrong_override_says_what_is_wrong(string field, string value, string message) =>
        Should.Throw<RecipeException>(() => Recipe.BuiltIn("wav2kp").With([new(field, value)])).Message.ShouldContain(message);

    [Fact]
    public void Features_fit_when_the_MFCCs_were_computed_alike()
    {
        Recipe recipe = Recipe.BuiltIn("wav2kp");
        recipe.Unlike(recipe.Features with { MelSpectrogramBands = 64, Speech2Face = true }).ShouldBeEmpty();
        recipe.Unlike(recipe.Features with { Version = 2, Mfcc = recipe.Features.Mfcc with { TopDb = 60.5 } })
            .ShouldBe([("features.mfcc.topDb", "80", "60.5"), ("features.version", "1", "2")], ignoreOrder: true);
    }

    [Fact]
    public void Flattened_fields_carry_the_recipe_s_name_and_dotted_names()
    {
        IReadOnlyDictionary<string, string> fields = Recipe.BuiltIn("wav2kp-seed").Flatten();
        fields["recipe"].ShouldBe("wav2kp-seed");
        fields["training.batchSize"].ShouldBe("1");
        fields["optimizer.learningRate"].ShouldBe("0.0001");
        fields["keypoints.space"].ShouldBe("crop");
        fields["network.bidirectional"].ShouldBe("false");
        fields["features.mfcc.hopLength"].ShouldBe("200");
    }

    [Fact]
    public void The_learning_rate_is_halved_every_2000_steps()
    {
        ScheduleRecipe schedule = Recipe.BuiltIn("wav2kp-seed").Schedule;
        schedule.FactorAt(1_999, 10_000).ShouldBe(1);
        schedule.FactorAt(2_000, 10_000).ShouldBe(0.5);
        schedule.FactorAt(4_000, 10_000).ShouldBe(0.25);
    }

    [Fact]
    public void A_cosine_rises_and_falls_to_zero()
    {
        ScheduleRecipe schedule = new() { Kind = ScheduleKind.Cosine, WarmUp = 0.2 };
        schedule.FactorAt(0, 100).ShouldBe(0.05, 1e-9);
        schedule.FactorAt(19, 100).ShouldBe(1, 1e-9);
        schedule.FactorAt(59, 100).ShouldBe(0.5, 1e-9);
        schedule.FactorAt(99, 100).ShouldBe(0, 1e-9);
    }
}
