using System.Text.Json;

namespace Wav2Kp.Models.Detection;

/// <summary>Everything that decides what a training of the face detector computes, but its data.</summary>
public sealed record DetectorRecipe
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Its name, recorded with the weights.</summary>
    public string Name { get; init; } = "face-detector";

    /// <summary>Seeds the weights and the scenes.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Width and height of the scenes in pixels, a multiple of 32.</summary>
    public int SceneSize { get; init; } = 160;

    /// <summary>Scenes of a step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Steps.</summary>
    public int Steps { get; init; } = 3000;

    /// <summary>AdamW's highest learning rate, reached after <see cref="WarmUp"/> steps; it falls to nothing along a cosine.</summary>
    public double LearningRate { get; init; } = 4e-3;

    /// <summary>Steps until the highest learning rate.</summary>
    public int WarmUp { get; init; } = 100;

    /// <summary>AdamW's weight decay.</summary>
    public double WeightDecay { get; init; } = 1e-3;

    /// <summary>The largest norm of a step's gradient.</summary>
    public double GradientClip { get; init; } = 5;

    /// <summary>The decay of the weights' moving average, which is what is kept.</summary>
    public double WeightAverage { get; init; } = 0.998;

    /// <summary>The share of the persons whose pictures are kept for validation.</summary>
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>Scenes of the validation, made of those persons' pictures.</summary>
    public int ValidationScenes { get; init; } = 512;

    /// <summary>After so many steps the network is validated and a checkpoint written.</summary>
    public int CheckpointInterval { get; init; } = 250;

    /// <summary>The recipe of the weights that come with Wav2Kp.</summary>
    public static DetectorRecipe BuiltIn()
    {
        using Stream stream = typeof(DetectorRecipe).Assembly.GetManifestResourceStream("Wav2Kp.Models.Detection.face-detector.json")!;
        return Check(JsonSerializer.Deserialize<DetectorRecipe>(stream, s_json)!);
    }

    /// <summary>Reads a recipe.</summary>
    /// <exception cref="RecipeException">It is no recipe of a face detector; the message says what is wrong.</exception>
    public static DetectorRecipe Load(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Check(JsonSerializer.Deserialize<DetectorRecipe>(stream, s_json) ?? throw new RecipeException($"'{path}' is empty."));
        }
        catch (JsonException exception)
        {
            throw new RecipeException($"'{path}' is no recipe of a face detector: {exception.Message}", exception);
        }
    }

    /// <summary>The recipe as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    private static DetectorRecipe Check(DetectorRecipe recipe)
    {
        RecipeException.Require(recipe.SceneSize % 32 == 0 && recipe.SceneSize is >= 64 and <= 512, "sceneSize", recipe.SceneSize, "a multiple of 32 from 64 to 512");
        RecipeException.Require(recipe.BatchSize is >= 1 and <= 1024, "batchSize", recipe.BatchSize, "1 to 1024");
        RecipeException.Require(recipe.Steps >= 1, "steps", recipe.Steps, "1 or more");
        RecipeException.Require(recipe.LearningRate is > 0 and < 1, "learningRate", recipe.LearningRate, "above 0 and below 1");
        RecipeException.Require(recipe.WarmUp >= 0, "warmUp", recipe.WarmUp, "0 or more");
        RecipeException.Require(recipe.WeightDecay is >= 0 and < 1, "weightDecay", recipe.WeightDecay, "0 or more and below 1");
        RecipeException.Require(recipe.GradientClip > 0, "gradientClip", recipe.GradientClip, "above 0");
        RecipeException.Require(recipe.WeightAverage is >= 0 and < 1, "weightAverage", recipe.WeightAverage, "0 or more and below 1");
        RecipeException.Require(recipe.ValidationShare is >= 0 and < 1, "validationShare", recipe.ValidationShare, "0 or more and below 1");
        RecipeException.Require(recipe.ValidationScenes >= 0, "validationScenes", recipe.ValidationScenes, "0 or more");
        RecipeException.Require(recipe.CheckpointInterval >= 1, "checkpointInterval", recipe.CheckpointInterval, "1 or more");
        return recipe;
    }
}
