using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Wav2Kp.Contracts;
using Wav2Kp.Models;

namespace Wav2Kp.Studio.Recipes;

/// <summary>Writes what a training was asked for as one recipe, its overrides put in, and what was left to the device as it was settled.</summary>
internal static class RecipeText
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The recipe's JSON; null when the job was no training of a recipe that is known.</summary>
    /// <param name="parameters">The job's parameters.</param>
    /// <param name="recipes">The built-in recipes.</param>
    /// <param name="recorded">The run's parameters.</param>
    public static string? Of(JsonElement? parameters, RecipeBook recipes, IReadOnlyDictionary<string, string> recorded)
    {
        if (parameters is not { ValueKind: JsonValueKind.Object } asked || !asked.TryGetProperty("recipe", out _))
            return null;
        var training = ContractJson.FromElement<TrainParameters>(asked);
        var recipe = training.Recipe.ValueKind == JsonValueKind.String
            ? recipes.All().FirstOrDefault(r => r.Name == training.Recipe.GetString())?.Recipe
            : training.Recipe;
        if (recipe is not { ValueKind: JsonValueKind.Object } fields)
            return null;
        var node = JsonObject.Create(fields)!;
        foreach (var (path, value) in training.Overrides ?? new Dictionary<string, string>())
            Set(node, path.Split('.'), value);
        // trained again, it shall be the same training, also on another device
        if (node["training"] is JsonObject kind && kind["batchSize"] is JsonValue size && size.GetValueKind() == JsonValueKind.Number && size.GetValue<decimal>() == 0)
            foreach (string path in Recipe.SettledFields.Where(recorded.ContainsKey))
                Set(node, path.Split('.'), recorded[path]);
        return node.ToJsonString(s_json);
    }

    // a field by its dotted name, given as its parts, to a value given as text
    private static void Set(JsonObject recipe, ReadOnlySpan<string> path, string value)
    {
        for (; path.Length > 1; path = path[1..])
        {
            if (recipe[path[0]] is not JsonObject group)
                recipe[path[0]] = group = [];
            recipe = group;
        }
        // as what it is: the recipe says, or the text does
        recipe[path[0]] = recipe[path[0]]?.GetValueKind() == JsonValueKind.String ? JsonValue.Create(value)
            : bool.TryParse(value, out bool flag) ? JsonValue.Create(flag)
            : decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? JsonValue.Create(number)
            : JsonValue.Create(value);
    }
}
