using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Wav2Kp.Contracts.Api;
using Wav2Kp.Models;
using Wav2Kp.Studio.Errors;

namespace Wav2Kp.Studio.Recipes;

/// <summary>
/// The built-in recipes, and checks of what a training asks for against their fields: a slip of the pen is told at once
/// rather than by a job that fails. What concerns several groups of fields at once, the Trainer checks.
/// </summary>
internal sealed partial class RecipeBook
{
    private const string Prefix = "recipes/";
    private const string Default = "wav2kp";
    private const int MaxOverrides = 200;
    private const int MaxValue = 1000;

    private readonly SortedDictionary<string, JsonObject> _recipes = new(StringComparer.Ordinal);
    private readonly JsonObject _fields = [];

    public RecipeBook()
    {
        var assembly = typeof(RecipeBook).Assembly;
        foreach (string resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var recipe = JsonNode.Parse(stream)!.AsObject();
            _recipes.Add(resource[Prefix.Length..], recipe);
            Merge(_fields, recipe);
        }
        if (!_recipes.ContainsKey(Default))
            throw new InvalidOperationException($"The program was built without the recipe '{Default}'.");
    }

    /// <summary>The built-in recipes, the default one first.</summary>
    public IReadOnlyList<RecipeInfo> All() => [.. _recipes.OrderBy(r => r.Key != Default).Select(r => new RecipeInfo
    {
        Name = r.Key,
        Description = r.Value["description"]?.GetValue<string>(),
        Recipe = JsonSerializer.SerializeToElement(r.Value),
    })];

    /// <summary>The recipe that a training asks for, and its name.</summary>
    /// <exception cref="ApiException">There is no such recipe, or it has a field that recipes do not have.</exception>
    public (JsonElement Recipe, string Name) Check(JsonElement? asked)
    {
        switch (asked?.ValueKind)
        {
            case null or JsonValueKind.Null or JsonValueKind.Undefined:
                return (JsonSerializer.SerializeToElement(Default), Default);
            case JsonValueKind.String:
                string name = asked.Value.GetString()!;
                return _recipes.ContainsKey(name) ? (asked.Value, name)
                    : throw ApiException.Field("recipe", $"There is no recipe '{name}': the built-in ones are {string.Join(", ", _recipes.Keys)}. A recipe of your own is given as an object.");
            case JsonValueKind.Object:
                CheckFields(asked.Value, _fields, "recipe");
                return asked.Value.TryGetProperty("name", out var own) && !string.IsNullOrWhiteSpace(own.GetString()) ? (asked.Value, own.GetString()!.Trim())
                    : throw ApiException.Field("recipe.name", "The recipe lacks its name.");
            default:
                throw ApiException.Field("recipe", "recipe is the name of a built-in recipe or a recipe object.");
        }
    }

    /// <summary>The overrides as text.</summary>
    /// <exception cref="ApiException">Recipes do not have such a field, or the value is not of its kind.</exception>
    public IReadOnlyDictionary<string, string>? CheckOverrides(IReadOnlyDictionary<string, JsonElement>? overrides)
    {
        if (overrides is null || overrides.Count == 0)
            return null;
        if (overrides.Count > MaxOverrides)
            throw ApiException.Field("overrides", $"There are {overrides.Count} overrides; at most {MaxOverrides} are taken.");
        return overrides.ToDictionary(o => o.Key, o => CheckOverride(o.Key, o.Value));
    }

    private string CheckOverride(string path, JsonElement value)
    {
        string field = $"overrides.{path}";
        JsonNode? node = _fields;
        foreach (string part in path.Split('.'))
        {
            if (node is not JsonObject parent || !parent.TryGetPropertyValue(part, out node))
                throw ApiException.Field(field, $"Recipes have no field '{path}'.{(node is JsonObject known ? " Known here are " + string.Join(", ", known.Select(k => k.Key)) + "." : "")}");
        }
        if (node is JsonObject group)
            throw ApiException.Field(field, $"'{path}' is a group of fields ({string.Join(", ", group.Select(g => $"{path}.{g.Key}"))}): set one of them.");
        string text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => throw ApiException.Field(field, $"'{path}' is set to a number, a text, true or false."),
        };
        if (text.Length > MaxValue)
            throw ApiException.Field(field, $"The value of '{path}' is longer than {MaxValue} characters.");
        bool fits = node?.GetValueKind() switch
        {
            JsonValueKind.Number => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
            JsonValueKind.True or JsonValueKind.False => bool.TryParse(text, out _),
            _ => true,
        };
        return fits ? text : throw ApiException.Field(field, $"'{path}' is {(node!.GetValueKind() == JsonValueKind.Number ? "a number" : "true or false")}, not '{text}'.");
    }

    /// <summary>Checks that the values of a recipe, overrides put in, lie in their ranges.</summary>
    /// <exception cref="ApiException">One does not: the error names the override, or the recipe's field.</exception>
    public void CheckRanges(JsonElement asked, IReadOnlyDictionary<string, string>? overrides)
    {
        var fields = asked.ValueKind == JsonValueKind.String ? _recipes[asked.GetString()!].DeepClone().AsObject() : JsonObject.Create(asked)!;
        foreach (var (path, value) in overrides ?? new Dictionary<string, string>())
            RecipeText.Set(fields, path.Split('.'), value);
        foreach (var (group, check) in s_groups)
        {
            if (!fields.TryGetPropertyValue(group, out var node) || node is not JsonObject)
                continue;
            try
            {
                check(node);
            }
            catch (RecipeException e)
            {
                string path = FieldName().Match(e.Message) is { Success: true } match ? match.Groups[1].Value : group;
                throw Wrong(path, e.Message);
            }
            catch (JsonException e)
            {
                string path = e.Path is { Length: > 2 } inner ? $"{group}.{inner[2..]}" : group;
                throw Wrong(path, $"'{path}' cannot be '{Find(fields, path)}'.");
            }
        }

        ApiException Wrong(string path, string message) => ApiException.Field(overrides?.ContainsKey(path) == true ? $"overrides.{path}" : $"recipe.{path}", message);
    }

    /// <summary>The fields of a built-in recipe with their values, by their dotted names: what a training may change.</summary>
    public IReadOnlyList<(string Path, string Value)> Fields(string name)
    {
        var fields = new List<(string, string)>();
        Walk(_recipes[name], "");
        return fields;

        void Walk(JsonObject group, string prefix)
        {
            foreach (var (key, value) in group)
                if (value is JsonObject inner)
                    Walk(inner, $"{prefix}{key}.");
                else if (prefix.Length > 0 || key is not ("name" or "description"))
                    fields.Add((prefix + key, value?.ToString() ?? ""));
        }
    }

    /// <summary>Whether there is a built-in recipe of a name.</summary>
    public bool Has(string name) => _recipes.ContainsKey(name);

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private static readonly (string Name, Action<JsonNode> Check)[] s_groups =
    [
        ("window", n => n.Deserialize<WindowRecipe>(s_json)!.Validate()), ("keypoints", n => n.Deserialize<KeypointRecipe>(s_json)!.Validate()),
        ("network", n => n.Deserialize<NetworkRecipe>(s_json)!.Validate()), ("loss", n => n.Deserialize<LossRecipe>(s_json)!.Validate()),
        ("optimizer", n => n.Deserialize<OptimizerRecipe>(s_json)!.Validate()), ("schedule", n => n.Deserialize<ScheduleRecipe>(s_json)!.Validate()),
        ("training", n => n.Deserialize<TrainingRecipe>(s_json)!.Validate()),
    ];

    private static string? Find(JsonNode node, string path) => path.Split('.').Aggregate((JsonNode?)node, (n, part) => n is JsonObject group ? group[part] : null)?.ToString();

    [GeneratedRegex("^'([A-Za-z.]+)'")]
    private static partial Regex FieldName();

    private static void CheckFields(JsonElement element, JsonObject known, string path)
    {
        foreach (var field in element.EnumerateObject())
        {
            string name = $"{path}.{field.Name}";
            if (!known.TryGetPropertyValue(field.Name, out var node))
                throw ApiException.Field(name, $"Recipes have no field '{name["recipe.".Length..]}': known here are {string.Join(", ", known.Select(k => k.Key))}.");
            var kind = field.Value.ValueKind;
            if (node is JsonObject group)
            {
                if (kind != JsonValueKind.Object)
                    throw ApiException.Field(name, $"'{field.Name}' is a group of fields.");
                CheckFields(field.Value, group, name);
            }
            else if (node is not null && Kind(node.GetValueKind()) != Kind(kind))
            {
                throw ApiException.Field(name, $"'{field.Name}' is {Kind(node.GetValueKind())}, not {Kind(kind)}.");
            }
        }
    }

    private static string Kind(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Number => "a number",
        JsonValueKind.String => "a text",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Object => "a group of fields",
        JsonValueKind.Array => "a list",
        _ => "null",
    };

    /// <summary>Adds the fields of <paramref name="from"/> that <paramref name="to"/> lacks.</summary>
    private static void Merge(JsonObject to, JsonObject from)
    {
        foreach (var (name, value) in from)
        {
            if (!to.TryGetPropertyValue(name, out var known))
                to.Add(name, value?.DeepClone());
            else if (known is JsonObject knownGroup && value is JsonObject group)
                Merge(knownGroup, group);
        }
    }
}
