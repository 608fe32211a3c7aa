using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;
using Wav2Kp.Studio.Errors;
using Wav2Kp.Studio.Http;
using Api = Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Datasets;

/// <summary>Making and listing dataset versions.</summary>
internal static class DatasetEndpoints
{
    public static void MapDatasets(this RouteGroupBuilder api)
    {
        var datasets = api.MapGroup("/datasets").WithTags("Datasets");
        datasets.MapPost("/", CreateAsync).WithSummary("Make a dataset version of videos that are ready, or of all ready ones of an extraction.")
            .Produces<Api.DatasetVersion>().Produces<Api.DatasetVersion>(201).Fails(400, 404, 409);
        datasets.MapGet("/", ListAsync).WithSummary("List dataset versions, the newest first, without their clips.").Fails(400);
        datasets.MapGet("/{id:guid}", GetAsync).WithSummary("Get a dataset version.").Fails(404);
    }

    private static async Task<IResult> CreateAsync(Api.DatasetRequest request, DatasetMaker maker, CancellationToken cancellationToken)
    {
        var (version, isNew) = await maker.MakeAsync(request, cancellationToken);
        var view = View(version, withClips: true);
        return isNew ? TypedResults.Created($"{StudioApi.Root}/datasets/{version.Id}", view) : TypedResults.Ok(view);
    }

    private static async Task<Ok<Api.Page<Api.DatasetVersion>>> ListAsync(
        string? name, int? limit, int? offset, IDbContextFactory<CatalogContext> contexts, CancellationToken cancellationToken)
    {
        int count = Request.Limit(limit), skip = Request.Offset(offset);
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var versions = catalog.DatasetVersions.AsNoTracking().Where(v => name == null || v.Dataset!.Name == name);
        long total = await versions.LongCountAsync(cancellationToken);
        var page = await versions.OrderByDescending(v => v.CreatedAt).ThenByDescending(v => v.Id).Skip(skip).Take(count)
            .Include(v => v.Dataset).ToListAsync(cancellationToken);
        return TypedResults.Ok(new Api.Page<Api.DatasetVersion> { Items = [.. page.Select(v => View(v, withClips: false))], Total = total, Limit = count, Offset = skip });
    }

    private static async Task<Ok<Api.DatasetVersion>> GetAsync(Guid id, IDbContextFactory<CatalogContext> contexts, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var version = await catalog.DatasetVersions.AsNoTracking().Include(v => v.Dataset).SingleOrDefaultAsync(v => v.Id == id, cancellationToken)
            ?? throw ApiException.NotFound("dataset version", id);
        return TypedResults.Ok(View(version, withClips: true));
    }

    private static Api.DatasetVersion View(DatasetVersion version, bool withClips)
    {
        var manifest = ContractJson.FromElement<DatasetManifest>(version.Manifest);
        var parts = manifest.Clips.Select(c => (Clip: c, Part: Enum.Parse<Api.DatasetPart>(c.Split, ignoreCase: true))).ToList();
        return new Api.DatasetVersion
        {
            Id = version.Id,
            DatasetId = version.DatasetId,
            Name = version.Dataset?.Name ?? throw new InvalidOperationException($"The dataset of the version {version.Id} was not loaded."),
            Version = version.Number,
            Hash = version.Hash,
            Seed = manifest.Seed,
            ClipCount = parts.Count,
            TrainClips = parts.Count(p => p.Part == Api.DatasetPart.Train),
            ValidationClips = parts.Count(p => p.Part == Api.DatasetPart.Validation),
            TestClips = parts.Count(p => p.Part == Api.DatasetPart.Test),
            Frames = parts.Sum(p => p.Clip.Frames),
            ValidFrames = parts.Sum(p => p.Clip.ValidFrames),
            CreatedAt = version.CreatedAt,
            Clips = withClips
                ? [.. parts.Select(p => new Api.DatasetClip { VideoId = p.Clip.ClipId, Name = p.Clip.Name, Split = p.Part, Frames = p.Clip.Frames, ValidFrames = p.Clip.ValidFrames })]
                : [],
        };
    }
}
