using System.Text.Json;
using Wav2Kp.Contracts;
using Wav2Kp.Models;
using Wav2Kp.ServiceDefaults;

namespace Wav2Kp.Trainer;

/// <summary>The recipe that a training asks for.</summary>
internal static class RecipeOf
{
    /// <summary>A built-in recipe by its name, or a whole one, with the values that replace some of its own.</summary>
    /// <exception cref="StepFailedException"><c>wrong-recipe</c>: the message says which field is wrong and why.</exception>
    public static Recipe Parameters(TrainParameters parameters)
    {
        try
        {
            Recipe recipe = parameters.Recipe.ValueKind == JsonValueKind.String
                ? Recipe.BuiltIn(parameters.Recipe.GetString()!)
                : Recipe.Parse(parameters.Recipe.GetRawText());
            return parameters.Overrides is { Count: > 0 } overrides ? recipe.With(overrides) : recipe;
        }
        catch (RecipeException exception)
        {
            throw new StepFailedException("wrong-recipe", exception.Message);
        }
    }
}
