using Microsoft.AspNetCore.Http.HttpResults;
using Wav2Kp.Catalog.Clips;
using Wav2Kp.Catalog.Filters;
using Wav2Kp.Catalog.Runs;
using Wav2Kp.Studio.Errors;
using Wav2Kp.Studio.Http;
using Api = Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Filters;

/// <summary>What filters may name, and what could come next while one is written.</summary>
internal static class FilterEndpoints
{
    private const int MaxText = 8192;

    private static readonly FilterSchema[] s_schemas = [RunFilter.Schema, ClipFilter.Schema];

    public static void MapFilters(this RouteGroupBuilder api)
    {
        var filters = api.MapGroup("/filters").WithTags("Filters");
        filters.MapGet("/{of}", FieldsAsync).WithSummary("List the fields that filters of runs or clips may name, with their comparisons and values.").Fails(404);
        filters.MapGet("/{of}/complete", CompleteAsync).Fails(400, 404)
            .WithSummary("Tell what could be written at a place in a filter: text is the filter, position the place in characters from 0 (its end when missing).");
    }

    private static async Task<Ok<IReadOnlyList<Api.FilterField>>> FieldsAsync(string of, FilterReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.FieldsAsync(Schema(of), cancellationToken));

    private static async Task<Ok<Api.FilterCompletion>> CompleteAsync(string of, string? text, int? position, FilterReader reader, CancellationToken cancellationToken)
    {
        text ??= "";
        int place = position ?? text.Length;
        if (text.Length > MaxText)
            throw ApiException.Field("text", $"The filter is {text.Length} characters long; at most {MaxText} are read.");
        if (place < 0 || place > text.Length)
            throw ApiException.Field("position", $"position lies between 0 and the filter's length, {text.Length}; it is {place}.");
        return TypedResults.Ok(await reader.CompleteAsync(Schema(of), text, place, cancellationToken));
    }

    private static FilterSchema Schema(string of) => s_schemas.FirstOrDefault(s => s.What == of)
        ?? throw ApiException.NotFound("filter of", $"'{of}': there are {string.Join(" and ", s_schemas.Select(s => s.What))}");
}
