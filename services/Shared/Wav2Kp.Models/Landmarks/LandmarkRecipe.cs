using System.Reflection;
using System.Text.Json;
using Wav2Kp.Faces.Networks;

namespace Wav2Kp.Models.Landmarks;

/// <summary>
/// Everything that decides what a training of a landmark network computes, as JSON. It is as strict as <see cref="Recipe"/>:
/// a field that is unknown, of the wrong type or out of its range is an error that names the field.
/// </summary>
public sealed record LandmarkRecipe
{
    private const string ResourcePrefix = "Wav2Kp.Models.Landmarks.";

    /// <summary>The recipes that come with Wav2Kp, the parts of the shipped network's training from the last to the first; the first is the default.</summary>
    public static IReadOnlyList<string> BuiltInNames { get; } = ["landmarks", "landmarks-mix", "landmarks-first"];

    /// <summary>Its name, recorded with every run.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it is.</summary>
    public string Description { get; init; } = "";

    /// <summary>Seeds the weights' initial values, the order of the pictures and all their changes.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The sets of labelled pictures by the names of their files, and each one's share of the faces of an epoch. The first is validated by.</summary>
    public IReadOnlyDictionary<string, double> Mix { get; init; } = new Dictionary<string, double> { ["train"] = 1 };

    /// <summary>The network.</summary>
    public LandmarkNetworkRecipe Network { get; init; } = new();

    /// <summary>What the network is trained to make small.</summary>
    public LandmarkLossRecipe Loss { get; init; } = new();

    /// <summary>How pictures are changed.</summary>
    public LandmarkAugmentationRecipe Augmentation { get; init; } = new();

    /// <summary>The optimiser.</summary>
    public OptimizerRecipe Optimizer { get; init; } = new();

    /// <summary>How the learning rate changes.</summary>
    public ScheduleRecipe Schedule { get; init; } = new();

    /// <summary>Epochs, batches, splits.</summary>
    public LandmarkTrainingRecipe Training { get; init; } = new();

    /// <summary>A recipe that comes with Wav2Kp, or one from a file.</summary>
    /// <param name="nameOrPath">A name of <see cref="BuiltInNames"/>, or the path of a JSON file.</param>
    /// <exception cref="RecipeException">There is no such recipe, or it is wrong; the message names the field.</exception>
    public static LandmarkRecipe Load(string nameOrPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(nameOrPath);
        if (BuiltInNames.Contains(nameOrPath))
        {
            using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{ResourcePrefix}{nameOrPath}.json")!;
            using StreamReader reader = new(stream);
            return Parse(reader.ReadToEnd());
        }
        if (!File.Exists(nameOrPath))
        {
            throw new RecipeException($"There is no recipe '{nameOrPath}': give {string.Join(" or ", BuiltInNames)}, or the path of a JSON file.");
        }
        try
        {
            return Parse(File.ReadAllText(nameOrPath));
        }
        catch (RecipeException exception)
        {
            throw new RecipeException($"'{Path.GetFileName(nameOrPath)}': {exception.Message}", exception);
        }
    }

    /// <summary>Reads a recipe; fields that are not given have their defaults.</summary>
    /// <exception cref="RecipeException">It is wrong: the message names the field.</exception>
    public static LandmarkRecipe Parse(string json)
    {
        LandmarkRecipe recipe = Recipe.Read<LandmarkRecipe>(json);
        recipe.Validate();
        return recipe;
    }

    /// <summary>The recipe with some fields changed, e.g. <c>training.epochs</c> = <c>5</c>. Values are text as on a command line.</summary>
    /// <exception cref="RecipeException">There is no such field, or the value does not fit it.</exception>
    public LandmarkRecipe With(IEnumerable<KeyValuePair<string, string>> overrides)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        return Parse(Recipe.Changed(this, overrides));
    }

    /// <summary>
    /// A recipe whose batch size is left to the device, made for batches of a size: what is learned in an epoch shall stay alike.
    /// </summary>
    internal LandmarkRecipe ForBatches(int size)
    {
        double ratio = (double)size / LandmarkTrainingRecipe.UsualBatchSize;
        return this with { Optimizer = Optimizer.ForBatches(ratio), Schedule = Schedule.ForBatches(ratio), Training = Training.ForBatches(size, ratio) };
    }

    /// <summary>Every field by its dotted name, for an experiment's record.</summary>
    public IReadOnlyDictionary<string, string> Flatten() => Recipe.Flatten(this, Name);

    /// <summary>The recipe as indented JSON, all fields written out.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Recipe.Json);

    /// <summary>Checks every field's range.</summary>
    /// <exception cref="RecipeException">A field is out of its range: the message names it.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Name))
        {
            throw new RecipeException("The recipe has no 'name'.");
        }
        if (Mix.Count == 0)
        {
            throw new RecipeException("'mix' names no set of pictures.");
        }
        foreach ((string name, double share) in Mix)
        {
            RecipeException.Require(share is > 0 and <= 1000, $"mix.{name}", share, "above 0");
        }
        if (Network.Shape.Fault() is { } fault)
        {
            throw new RecipeException($"'network': {fault}.");
        }
        Loss.Validate();
        Augmentation.Validate();
        Optimizer.Validate();
        Schedule.Validate();
        Training.Validate();
    }
}
