using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Wav2Kp.Speech;

namespace Wav2Kp.Models;

/// <summary>
/// Everything that decides what a training computes: features, window, keypoints, network, loss, optimiser, schedule, seed.
/// A run is reproducible from its recipe, its clips and its number of threads. As JSON a recipe is strict: a field that
/// is unknown, of the wrong type or out of its range is an error that names the field.
/// </summary>
public sealed record Recipe
{
    private const string PlacementField = "window.placement";

    internal static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>The names of the recipes that come with Wav2Kp; the first is the default.</summary>
    public static IReadOnlyList<string> BuiltInNames { get; } = ["wav2kp", "wav2kp-live-0", "wav2kp-live-100", "wav2kp-live-200", "wav2kp-seed"];

    /// <summary>The fields that are settled only when a training begins, where its batch size is left to the device (0).</summary>
    public static IReadOnlyList<string> SettledFields { get; } = ["training.batchSize", "training.weightAverage", "optimizer.learningRate", "optimizer.weightDecay", "schedule.steps"];

    /// <summary>Its name, recorded with every run.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it is, where it comes from and what is known to be wrong with it.</summary>
    public string Description { get; init; } = "";

    /// <summary>Seeds the weights' initial values, the order of the clips, dropout and noise.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The speech features that the clips must have been extracted with.</summary>
    public FeatureParameters Features { get; init; } = new();

    /// <summary>What of the features the network sees at a time.</summary>
    public WindowRecipe Window { get; init; } = new();

    /// <summary>What the network predicts.</summary>
    public KeypointRecipe Keypoints { get; init; } = new();

    /// <summary>The network.</summary>
    public NetworkRecipe Network { get; init; } = new();

    /// <summary>What the network is trained to make small.</summary>
    public LossRecipe Loss { get; init; } = new();

    /// <summary>The optimiser.</summary>
    public OptimizerRecipe Optimizer { get; init; } = new();

    /// <summary>How the learning rate changes.</summary>
    public ScheduleRecipe Schedule { get; init; } = new();

    /// <summary>Epochs, batches, regularisation, early stopping.</summary>
    public TrainingRecipe Training { get; init; } = new();

    /// <summary>The recipe of that name that comes with Wav2Kp.</summary>
    /// <exception cref="RecipeException">There is none of that name.</exception>
    public static Recipe BuiltIn(string name)
    {
        using Stream? stream = BuiltInNames.Contains(name)
            ? Assembly.GetExecutingAssembly().GetManifestResourceStream($"Wav2Kp.Models.Recipes.{name}.json")
            : null;
        if (stream is null)
        {
            throw new RecipeException($"There is no recipe '{name}': the built-in ones are {string.Join(", ", BuiltInNames)}. A recipe of one's own is given as a JSON file.");
        }
        using StreamReader reader = new(stream);
        return Parse(reader.ReadToEnd());
    }

    /// <summary>Reads a recipe from a JSON file.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="RecipeException">It is not a sound recipe: the message names the field.</exception>
    public static Recipe Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (RecipeException exception)
        {
            throw new RecipeException($"'{Path.GetFileName(path)}': {exception.Message}", exception) { Fields = exception.Fields };
        }
    }

    /// <summary>Reads a recipe from JSON. Fields that are left out take their defaults.</summary>
    /// <exception cref="RecipeException">It is not a sound recipe: the message names the field.</exception>
    public static Recipe Parse(string json)
    {
        Recipe recipe = Read<Recipe>(json);
        recipe.Validate();
        return recipe;
    }

    /// <summary>Reads a recipe of any kind strictly; its ranges are not checked yet.</summary>
    internal static T Read<T>(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions
            {
                CommentHandling = JsonCommentHandling.Skip,
                AllowTrailingCommas = true,
                AllowDuplicateProperties = false,
                MaxDepth = 16,
            });
            CheckFields(document.RootElement, typeof(T), "");
            return document.Deserialize<T>(Json)!;
        }
        catch (JsonException exception)
        {
            string? field = exception.Path is null or "$" ? null : exception.Path.Replace("$.", "");
            throw new RecipeException($"The recipe cannot be read{(field is null ? "" : $" at '{field}'")}: {exception.Message}", exception) { Fields = field is null ? [] : [field] };
        }
    }

    /// <summary>
    /// The recipe with some fields changed, e.g. <c>training.epochs</c> = <c>5</c>. Values are text as on a command line.
    /// </summary>
    /// <exception cref="RecipeException">There is no such field, or the value does not fit it.</exception>
    public Recipe With(IEnumerable<KeyValuePair<string, string>> overrides)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        return Parse(Changed(this, overrides));
    }

    /// <summary>
    /// A recipe whose batch size is left to the device, made for batches of a size: what is learned in an epoch shall stay alike.
    /// </summary>
    internal Recipe ForBatches(int size)
    {
        double ratio = (double)size / TrainingRecipe.UsualBatchSize;
        return this with { Optimizer = Optimizer.ForBatches(ratio), Schedule = Schedule.ForBatches(ratio), Training = Training.ForBatches(size, ratio) };
    }

    /// <summary>A recipe of any kind as JSON, with some fields changed.</summary>
    internal static string Changed<T>(T recipe, IEnumerable<KeyValuePair<string, string>> overrides)
    {
        JsonObject root = JsonSerializer.SerializeToNode(recipe, Json)!.AsObject();
        foreach ((string path, string value) in overrides)
        {
            string[] names = path.Split('.');
            JsonObject parent = root;
            foreach (string name in names[..^1])
            {
                parent = parent[name] as JsonObject ?? throw UnknownField(path, parent);
            }
            if (!parent.TryGetPropertyValue(names[^1], out JsonNode? current))
            {
                throw UnknownField(path, parent);
            }
            if (current is JsonObject nested)
            {
                throw new RecipeException($"'{path}' is a group of fields ({string.Join(", ", nested.Select(field => $"{path}.{field.Key}"))}): set one of them.") { Fields = [path] };
            }
            parent[names[^1]] = current?.GetValueKind() switch
            {
                JsonValueKind.Number => decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
                    ? JsonValue.Create(number) : throw WrongKind(path, "a number", value),
                JsonValueKind.True or JsonValueKind.False => bool.TryParse(value, out bool flag) ? JsonValue.Create(flag) : throw WrongKind(path, "true or false", value),
                _ => JsonValue.Create(value),
            };
        }
        return root.ToJsonString();
    }

    /// <summary>Every field by its dotted name, for an experiment's record.</summary>
    public IReadOnlyDictionary<string, string> Flatten() => Flatten(this, Name);

    /// <summary>Every field of a recipe of any kind by its dotted name.</summary>
    internal static IReadOnlyDictionary<string, string> Flatten<T>(T recipe, string name)
    {
        SortedDictionary<string, string> fields = new(StringComparer.Ordinal);
        Walk(JsonSerializer.SerializeToNode(recipe, Json)!.AsObject(), "");
        fields["recipe"] = name;
        fields.Remove("name");
        fields.Remove("description");
        return fields;

        void Walk(JsonObject node, string prefix)
        {
            foreach ((string name, JsonNode? value) in node)
            {
                if (value is JsonObject nested)
                {
                    Walk(nested, $"{prefix}{name}.");
                }
                else
                {
                    fields[prefix + name] = value?.ToString() ?? "";
                }
            }
        }
    }

    /// <summary>The fields in which a clip's features are not what the recipe needs, with both values; none where they fit.</summary>
    /// <param name="features">How the features were computed.</param>
    public IReadOnlyList<(string Field, string Wanted, string Given)> Unlike(FeatureParameters features)
    {
        IReadOnlyDictionary<string, string> wanted = Flatten(Needed(Features), ""), given = Flatten(Needed(features), "");
        return [.. wanted.Where(field => given[field.Key] != field.Value).Select(field => ($"features.{field.Key}", field.Value, given[field.Key]))];

        // what is stored beside the MFCCs does not matter
        static FeatureParameters Needed(FeatureParameters all) => new() { Version = all.Version, Mfcc = all.Mfcc };
    }

    /// <summary>The recipe as indented JSON, all fields written out.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Checks every field's range.</summary>
    /// <exception cref="RecipeException">A field is out of its range: the message names it.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Name))
        {
            throw new RecipeException("The recipe has no 'name'.") { Fields = ["name"] };
        }
        if (Features.Fault() is { } fault)
        {
            RecipeException.Require(false, FeatureField(fault.Property), fault.Value, fault.Expected, fault.With is null ? [] : [FeatureField(fault.With)]);
        }
        Window.Validate();
        Keypoints.Validate();
        Network.Validate();
        Loss.Validate();
        Optimizer.Validate();
        Schedule.Validate();
        Training.Validate();
        if (Keypoints.Space == KeypointSpace.Crop != (Window.Placement == WindowPlacement.Proportional))
        {
            throw new RecipeException("'window.placement' and 'keypoints.space' go together: 'proportional' with 'crop' (the published WAV2KP), 'centred' or 'trailing' with 'aligned'.")
            {
                Fields = [PlacementField, "keypoints.space"],
            };
        }
        if (Window.Placement == WindowPlacement.Trailing)
        {
            ValidateTrailing();
        }
        else
        {
            RecipeException.Require(Window.LookAhead == 0, "window.lookAhead", Window.LookAhead, $"0 where '{PlacementField}' is not 'trailing'", PlacementField);
        }
        RecipeException.Require(
            Window.Floor <= WindowRecipe.NoFloor || Features.Mfcc.Coefficients == Features.Mfcc.MelBands,
            "window.floor", Window.Floor, "-100 (none) where fewer coefficients than mel bands are kept", "features.mfcc.coefficients", "features.mfcc.melBands");
    }

    // what a network hears live must not hang on what is said later
    private void ValidateTrailing()
    {
        const string where = $"where '{PlacementField}' is 'trailing'";
        RecipeException.Require(!Network.Bidirectional, "network.bidirectional", Network.Bidirectional, $"false {where}: a network that runs back in time needs the whole recording", PlacementField);
        RecipeException.Require(
            FastTransform.Supports(Features.Mfcc.FftLength), "features.mfcc.fftLength", Features.Mfcc.FftLength, $"even {where}, and its half a product of numbers up to 13", PlacementField);
        double least = Math.Ceiling(FastTransform.HighestLevel(Features.Mfcc.FftLength) - Features.Mfcc.TopDb);
        RecipeException.Require(
            Window.Floor >= least, "window.floor", Window.Floor,
            string.Create(CultureInfo.InvariantCulture, $"{least} dB or above {where}, so that 'features.mfcc.topDb' below the loudest of a recording, which live speech does not know yet, makes no difference"),
            PlacementField, "features.mfcc.topDb", "features.mfcc.fftLength");
    }

    private static string FeatureField(string property) => "features." + string.Join('.', property.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));

    // System.Text.Json's own message for an unknown field names .NET types: this one names the field and its neighbours
    private static void CheckFields(JsonElement element, Type type, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            string field = path.TrimEnd('.');
            throw new RecipeException($"{(field.Length == 0 ? "A recipe" : $"'{field}'")} must be a JSON object, not {element.ValueKind.ToString().ToLowerInvariant()}.") { Fields = field.Length == 0 ? [] : [field] };
        }
        Dictionary<string, PropertyInfo> known = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite && property.GetCustomAttribute<JsonIgnoreAttribute>() is null)
            .ToDictionary(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name), StringComparer.Ordinal);
        foreach (JsonProperty field in element.EnumerateObject())
        {
            if (!known.TryGetValue(field.Name, out PropertyInfo? property))
            {
                throw new RecipeException($"Unknown field '{path}{field.Name}': known are {string.Join(", ", known.Keys.Select(name => path + name))}.") { Fields = [path + field.Name] };
            }
            if (property.PropertyType.IsClass && property.PropertyType != typeof(string))
            {
                CheckFields(field.Value, property.PropertyType, $"{path}{field.Name}.");
            }
            else if (KindOf(property.PropertyType, field.Value) is { } expected)
            {
                throw WrongKind(path + field.Name, expected, field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString()! : field.Value.GetRawText());
            }
        }
    }

    // what a value has to be to fit a property; null where it does
    private static string? KindOf(Type type, JsonElement value) => type switch
    {
        _ when type == typeof(string) => value.ValueKind == JsonValueKind.String ? null : "a text",
        _ when type == typeof(bool) => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "true or false",
        { IsEnum: true } => value.ValueKind == JsonValueKind.String && NamesOf(type).Contains(value.GetString(), StringComparer.OrdinalIgnoreCase) ? null : $"one of {string.Join(", ", NamesOf(type))}",
        _ when type == typeof(double) => value.ValueKind == JsonValueKind.Number ? null : "a number",
        _ when type == typeof(int) => value.ValueKind != JsonValueKind.Number ? "a number" : value.TryGetInt32(out _) ? null : "a whole number up to 2,147,483,647",
        _ when type == typeof(long) => value.ValueKind != JsonValueKind.Number ? "a number" : value.TryGetInt64(out _) ? null : "a whole number of 64 bits",
        _ => null,
    };

    private static IEnumerable<string> NamesOf(Type type) => Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName);

    private static RecipeException WrongKind(string path, string expected, string value) => new($"'{path}' is {expected}, not '{value}'.") { Fields = [path] };

    private static RecipeException UnknownField(string path, JsonObject parent) =>
        new($"The recipe has no field '{path}': known here are {string.Join(", ", parent.Select(field => field.Key))}.") { Fields = [path] };
}
