using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Wav2Kp.Catalog.Clips;
using Wav2Kp.Studio.Http;
using Api = Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Datasets;

/// <summary>Making, listing, exporting, importing and deleting dataset versions.</summary>
internal static class DatasetEndpoints
{
    private const string Tar = "application/x-tar";

    public static void MapDatasets(this RouteGroupBuilder api)
    {
        var datasets = api.MapGroup("/datasets").WithTags("Datasets");
        datasets.MapPost("/", CreateAsync).WithSummary("Make a dataset version of videos that are ready: of those named, those that a filter takes, or those of an extraction.")
            .Produces<Api.DatasetVersion>().Produces<Api.DatasetVersion>(201).Fails(400, 404, 409);
        datasets.MapGet("/", ListAsync).WithSummary("List dataset versions, the newest first, with their statistics, without their clips.").Fails(400);
        datasets.MapGet("/preview", PreviewAsync).WithSummary("Tell what a filter would take into a dataset: filter=speaker = 's1' and quality >= 0.9.").Fails(400);
        datasets.MapGet("/{id:guid}", GetAsync).WithSummary("Get a dataset version with its clips.").Fails(404);
        datasets.MapDelete("/{id:guid}", DeleteAsync).WithSummary("Delete a dataset version that no model was trained on. Its clips stay.").Fails(404, 409, 412);
        datasets.MapGet("/{id:guid}/export", ExportAsync)
            .WithSummary("Export a dataset version as a tar that any language reads: videos (videos=false leaves them out), WAV, safetensors, JPEG (faces=false leaves them out), CSV and a manifest with the SHA-256 of each.")
            .Produces(StatusCodes.Status200OK, contentType: Tar).Fails(404);
        datasets.MapPost("/import", ImportAsync).TakesFile().WithMetadata(new DisableRequestSizeLimitAttribute())
            .WithSummary("Take an exported dataset in; the tar is the body. What is here already stays; the same tar twice gives the same version. name gives it another name.")
            .Produces<Api.DatasetImport>().Produces<Api.DatasetImport>(201).Fails(400, 507);
    }

    private static async Task<IResult> CreateAsync(Api.DatasetRequest request, DatasetMaker maker, CancellationToken cancellationToken)
    {
        var (version, isNew) = await maker.MakeAsync(request, cancellationToken);
        var view = DatasetReader.View(version);
        return isNew ? TypedResults.Created($"{StudioApi.Root}/datasets/{version.Id}", view) : TypedResults.Ok(view);
    }

    private static async Task<Ok<Api.Page<Api.DatasetVersion>>> ListAsync(string? name, int? limit, int? offset, DatasetReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.ListAsync(name, Request.Limit(limit), Request.Offset(offset), cancellationToken));

    private static async Task<Ok<Api.DatasetPreview>> PreviewAsync(string? filter, DatasetReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.PreviewAsync(ClipFilter.Parse(filter), cancellationToken));

    private static async Task<Ok<Api.DatasetVersion>> GetAsync(Guid id, DatasetReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.GetAsync(id, cancellationToken));

    private static async Task<NoContent> DeleteAsync(Guid id, HttpRequest request, DatasetReader reader, CancellationToken cancellationToken)
    {
        // a version never changes: only its ETag can be another one's
        await reader.DeleteAsync(id, version => ETags.ThrowIfChanged(request, DatasetReader.View(version)), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<PushStreamHttpResult> ExportAsync(Guid id, bool? videos, bool? faces, DatasetExporter exporter, CancellationToken cancellationToken)
    {
        var (name, write) = await exporter.ExportAsync(id, videos ?? true, faces ?? true, cancellationToken);
        return TypedResults.Stream(write, Tar, name);
    }

    private static async Task<IResult> ImportAsync(string? name, HttpRequest request, DatasetImporter importer, CancellationToken cancellationToken)
    {
        var (version, isNew, clips) = await importer.ImportAsync(request.Body, name, cancellationToken);
        var view = new Api.DatasetImport { Id = version.Id, Dataset = DatasetReader.View(version) with { Clips = [] }, IsNew = isNew, NewClips = clips };
        return isNew ? TypedResults.Created($"{StudioApi.Root}/datasets/{version.Id}", view) : TypedResults.Ok(view);
    }
}
