using Microsoft.AspNetCore.Http.HttpResults;
using Wav2Kp.Objects;
using Wav2Kp.Studio.Http;
using Api = Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Models;

/// <summary>Listing and downloading models.</summary>
internal static class ModelEndpoints
{
    public static void MapModels(this RouteGroupBuilder api)
    {
        var models = api.MapGroup("/models").WithTags("Models");
        models.MapGet("/", ListAsync).WithSummary("List models, the newest first.").Fails(400);
        models.MapGet("/{id:guid}", GetAsync).WithSummary("Get a model with its files.").Fails(404);
        models.MapGet("/{id:guid}/files/{name}", DownloadAsync).WithSummary("Download a file of a model.").SendsFile();
    }

    private static async Task<Ok<Api.Page<Api.Model>>> ListAsync(string? name, int? limit, int? offset, ModelReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.ListAsync(name, Request.Limit(limit), Request.Offset(offset), cancellationToken));

    private static async Task<Ok<Api.Model>> GetAsync(Guid id, ModelReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.GetAsync(id, cancellationToken));

    private static async Task<IResult> DownloadAsync(Guid id, string name, HttpContext context, ModelReader reader, IObjectStore objects, CancellationToken cancellationToken) =>
        await (await reader.FileAsync(id, name, cancellationToken)).SendAsync(objects, context);
}
