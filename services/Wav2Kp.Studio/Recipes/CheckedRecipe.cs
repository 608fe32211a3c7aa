using System.Text.Json;

namespace Wav2Kp.Studio.Recipes;

/// <summary>A training's recipe that the Trainer will take.</summary>
/// <param name="Recipe">A built-in recipe's name, or a recipe.</param>
/// <param name="Name">The recipe's name.</param>
/// <param name="Overrides">The fields that are changed of it, as text; null: none.</param>
internal sealed record CheckedRecipe(JsonElement Recipe, string Name, IReadOnlyDictionary<string, string>? Overrides);
