using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts.Api;
using Wav2Kp.Models;
using Wav2Kp.Speech;
using Wav2Kp.Studio.Errors;

namespace Wav2Kp.Studio.Recipes;

/// <summary>
/// The built-in recipes, and what a training asks for made into one as the Trainer makes it: whatever is wrong with it is told
/// at once and at its fields, rather than by a job that fails.
/// </summary>
internal sealed class RecipeBook
{
    private const int MaxOverrides = 200;
    private const int MaxValue = 1000;

    private readonly IReadOnlyDictionary<string, Recipe> _recipes = Recipe.BuiltInNames.ToDictionary(name => name, Recipe.BuiltIn);

    /// <summary>The built-in recipes with all their fields, the default one first.</summary>
    public IReadOnlyList<RecipeInfo> All() => [.. Recipe.BuiltInNames.Select(name => _recipes[name]).Select(r => new RecipeInfo
    {
        Name = r.Name,
        Description = r.Description,
        Recipe = JsonElement.Parse(r.ToJson()),
    })];

    /// <summary>The recipe that a training asks for, as the Trainer is told it.</summary>
    /// <param name="asked">A built-in recipe's name, or a recipe; null: the default.</param>
    /// <param name="overrides">The fields that are changed of it.</param>
    /// <exception cref="ApiException">There is no such recipe, or it is wrong: the error names the fields that are to be changed.</exception>
    public CheckedRecipe Check(JsonElement? asked, IReadOnlyDictionary<string, JsonElement>? overrides)
    {
        var (element, recipe) = Find(asked);
        if (overrides is null || overrides.Count == 0)
            return new(element, null, recipe);
        if (overrides.Count > MaxOverrides)
            throw ApiException.Field("overrides", $"There are {overrides.Count} overrides; at most {MaxOverrides} are taken.");
        var values = overrides.ToDictionary(o => o.Key, o => Text(o.Key, o.Value));
        try
        {
            return new(element, values, recipe.With(values));
        }
        catch (RecipeException e)
        {
            // a rule over several fields is told at those that were changed
            var changed = e.Fields.Where(values.ContainsKey).Select(Override).ToList();
            throw Wrong(e, changed.Count > 0 ? changed : [.. e.Fields.Take(1).Select(OfRecipe)]);
        }
    }

    /// <summary>Checks that the features of a dataset's clips were computed as the recipe needs them.</summary>
    /// <exception cref="ApiException">They were not: the error names the fields that were changed, or else the dataset.</exception>
    public static async Task CheckFeaturesAsync(CheckedRecipe recipe, Guid datasetVersion, CatalogContext catalog, CancellationToken cancellationToken)
    {
        var all = await catalog.Database.SqlQuery<string>(
            $"""
            SELECT DISTINCT a.parameters::text AS "Value" FROM dataset_versions v, jsonb_array_elements(v.manifest->'clips') AS c
            JOIN artifacts a ON a.hash = c->>'featuresHash' AND a.kind = {ArtifactKinds.Features}
            WHERE v.id = {datasetVersion} AND a.parameters IS NOT NULL
            """).ToListAsync(cancellationToken);
        foreach (string parameters in all)
        {
            var unlike = Read(parameters) is { } features ? recipe.Recipe.Unlike(features) : [];
            if (unlike.Count == 0)
                continue;
            var changed = unlike.Where(u => recipe.Overrides?.ContainsKey(u.Field) == true).Select(u => Override(u.Field)).ToList();
            throw ApiException.Fields(
                changed.Count > 0 ? changed : ["datasetVersionId"],
                "The features of the dataset's clips were computed otherwise than the recipe asks for: " + string.Join(", ", unlike.Select(u => $"'{u.Field}' is {u.Wanted}, theirs is {u.Given}")) + ".");
        }
    }

    // what an imported dataset says of its features may be anything: the Trainer looks into the files
    private static FeatureParameters? Read(string parameters)
    {
        try
        {
            return FeatureParameters.FromJson(parameters);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>The fields of a built-in recipe with their values, by their dotted names: what a training may change.</summary>
    public IReadOnlyList<(string Path, string Value)> Fields(string name)
    {
        var fields = new List<(string, string)>();
        Walk(JsonNode.Parse(_recipes[name].ToJson())!.AsObject(), "");
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

    private (JsonElement Element, Recipe Recipe) Find(JsonElement? asked)
    {
        switch (asked?.ValueKind)
        {
            case null or JsonValueKind.Null or JsonValueKind.Undefined:
                var usual = _recipes[Recipe.BuiltInNames[0]];
                return (JsonSerializer.SerializeToElement(usual.Name), usual);
            case JsonValueKind.String:
                string name = asked.Value.GetString()!;
                return _recipes.TryGetValue(name, out var known) ? (asked.Value, known)
                    : throw ApiException.Field("recipe", $"There is no recipe '{name}': the built-in ones are {string.Join(", ", Recipe.BuiltInNames)}. A recipe of your own is given as an object.");
            case JsonValueKind.Object:
                try
                {
                    return (asked.Value, Recipe.Parse(asked.Value.GetRawText()));
                }
                catch (RecipeException e)
                {
                    throw Wrong(e, [.. e.Fields.Select(OfRecipe)]);
                }
            default:
                throw ApiException.Field("recipe", "recipe is the name of a built-in recipe or a recipe object.");
        }
    }

    private static string Text(string path, JsonElement value)
    {
        string text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => throw ApiException.Field(Override(path), $"'{path}' is set to a number, a text, true or false."),
        };
        return text.Length <= MaxValue ? text : throw ApiException.Field(Override(path), $"The value of '{path}' is longer than {MaxValue} characters.");
    }

    private static string Override(string path) => $"overrides.{path}";

    private static string OfRecipe(string path) => $"recipe.{path}";

    private static ApiException Wrong(RecipeException wrong, IReadOnlyList<string> fields) =>
        ApiException.Fields(fields.Count > 0 ? fields : ["recipe"], wrong.Message);
}
