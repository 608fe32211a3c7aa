using Microsoft.AspNetCore.Http.HttpResults;
using Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Recipes;

/// <summary>Listing the built-in recipes.</summary>
internal static class RecipeEndpoints
{
    public static void MapRecipes(this RouteGroupBuilder api) =>
        api.MapGet("/recipes", List).WithTags("Recipes").WithSummary("List the built-in recipes, the default one first.");

    private static Ok<IReadOnlyList<RecipeInfo>> List(RecipeBook recipes) => TypedResults.Ok(recipes.All());
}
