using System.Text.Json;
using Wav2Kp.Models;

namespace Wav2Kp.Studio.Recipes;

/// <summary>A training's recipe that the Trainer will take.</summary>
/// <param name="Asked">A built-in recipe's name, or a recipe, as it was asked for.</param>
/// <param name="Overrides">The fields that are changed of it, as text; null: none.</param>
/// <param name="Recipe">What both make.</param>
internal sealed record CheckedRecipe(JsonElement Asked, IReadOnlyDictionary<string, string>? Overrides, Recipe Recipe);
