using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Wav2Kp.Catalog;
using Wav2Kp.Catalog.Clips;
using Wav2Kp.Catalog.Filters;
using Wav2Kp.Contracts;
using Wav2Kp.Media;
using Wav2Kp.Models;
using Wav2Kp.Objects;
using Wav2Kp.Studio.Errors;
using Wav2Kp.Studio.Http;
using Api = Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Datasets;

/// <summary>Makes versions of datasets.</summary>
internal sealed class DatasetMaker(IDbContextFactory<CatalogContext> contexts, IObjectStore objects)
{
    private const int MaxClips = 100_000;
    private const int NamesShown = 5;

    private static readonly Api.DatasetSplit s_defaultSplit = new() { Train = 0.8, Validation = 0.1, Test = 0.1 };

    /// <summary>The version that is asked for, and whether it is new.</summary>
    /// <exception cref="ApiException">The request is wrong, or clips are not ready.</exception>
    public async Task<(DatasetVersion Version, bool IsNew)> MakeAsync(Api.DatasetRequest request, CancellationToken cancellationToken)
    {
        string name = Request.Name("name", request.Name) ?? throw ApiException.Field("name", "The dataset needs a name.");
        var clips = await ClipsAsync(request, cancellationToken);
        var split = request.Split ?? s_defaultSplit;
        var parts = Divide(clips, split, request.Seed);
        var entries = new List<DatasetManifestClip>(clips.Count);
        foreach (var clip in clips.OrderBy(c => c.Id.ToString(), StringComparer.Ordinal))
        {
            var features = ArtifactOf(clip, ArtifactKinds.Features);
            var landmarks = ArtifactOf(clip, ArtifactKinds.Landmarks);
            var (frames, valid) = await FramesAsync(landmarks, cancellationToken);
            entries.Add(new DatasetManifestClip(clip.Id, clip.Name, parts[clip.Id], features.ObjectKey, landmarks.ObjectKey, features.Hash, landmarks.Hash, frames, valid)
            {
                Seconds = clip.Media is { } media ? ContractJson.FromElement<MediaInfo>(media).Duration.Value : null,
                Speaker = clip.Speaker,
                Flagged = landmarks.Metadata is { ValueKind: JsonValueKind.Object } facts && facts.TryGetProperty("flagged", out var flagged) && flagged.TryGetInt64(out long bad) ? bad : null,
                Others = clip.Artifacts.Where(a => a.Kind is not (ArtifactKinds.Features or ArtifactKinds.Landmarks) && a.Artifact is not null).ToDictionary(a => a.Kind, a => a.Artifact!.Hash),
            });
        }
        var manifest = new DatasetManifest(entries, request.Seed, ContractJson.ToElement(new
        {
            clips = entries.Count,
            frames = entries.Sum(e => e.Frames),
            validFrames = entries.Sum(e => e.ValidFrames),
            split = new { split.Train, split.Validation, split.Test },
        }))
        { Filter = request.Filter?.Trim() };
        return await StoreAsync(name, manifest, cancellationToken);
    }

    /// <summary>Records a version, unless the dataset has one of the same clips, artifacts and split.</summary>
    public async Task<(DatasetVersion Version, bool IsNew)> StoreAsync(string name, DatasetManifest manifest, CancellationToken cancellationToken)
    {
        // names are left out: a dataset is what it holds
        string hash = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
            manifest.Clips.Select(e => new[] { e.ClipId.ToString(), e.FeaturesHash, e.LandmarksHash, e.Split }))));
        Guid dataset = Guid.CreateVersion7(), version = Guid.CreateVersion7();
        return await contexts.TransactAsync(
            async (catalog, token) =>
            {
                await catalog.Database.ExecuteSqlAsync($"INSERT INTO datasets (id, name) VALUES ({dataset}, {name}) ON CONFLICT (name) DO NOTHING", token);
                // one at a time, so that the numbers have no gaps
                var row = await catalog.Datasets.FromSql($"SELECT * FROM datasets WHERE name = {name} FOR UPDATE").SingleAsync(token);
                if (await catalog.DatasetVersions.Include(v => v.Dataset).SingleOrDefaultAsync(v => v.DatasetId == row.Id && v.Hash == hash, token) is { } known)
                    return (known, known.Id == version);
                int last = await catalog.DatasetVersions.Where(v => v.DatasetId == row.Id).MaxAsync(v => (int?)v.Number, token) ?? 0;
                var made = new DatasetVersion { Id = version, DatasetId = row.Id, Number = last + 1, Hash = hash, Manifest = ContractJson.ToElement(manifest), Summary = ContractJson.ToElement(DatasetFigures.Of(manifest)), Dataset = row };
                catalog.DatasetVersions.Add(made);
                return (made, true);
            },
            cancellationToken);
    }

    private async Task<IReadOnlyList<Clip>> ClipsAsync(Api.DatasetRequest request, CancellationToken cancellationToken)
    {
        if ((request.VideoIds is null ? 0 : 1) + (request.JobId is null ? 0 : 1) + (request.Filter is null ? 0 : 1) != 1)
            throw ApiException.Field("videoIds", "A dataset is made of videos, of those that a filter takes, or of a job's: give either videoIds or jobId or filter.");
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        if (request.Filter is { } text)
            return await FilteredAsync(catalog, text, cancellationToken);
        if (request.JobId is { } job)
        {
            var extraction = await catalog.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.Id == job, cancellationToken) ?? throw ApiException.NotFound("job", job);
            if (extraction.Kind != JobKind.Extraction)
                throw ApiException.Field("jobId", $"The job '{extraction.Name}' is no extraction: it has no clips.");
            if (!extraction.IsFinal)
                throw ApiException.Conflict("not-ready", $"The job '{extraction.Name}' is not done yet: wait for it, or name the videos that are ready.");
            var ready = await WithArtifacts(catalog.Clips.Where(c => c.State == ClipState.Ready && catalog.JobClips.Any(j => j.JobId == job && j.ClipId == c.Id)))
                .ToListAsync(cancellationToken);
            return ready.Count > 0 ? ready
                : throw ApiException.Conflict("no-ready-clips", $"The job '{extraction.Name}' has no clip that is ready ({extraction.ClipsRejected} rejected, {extraction.ClipsFailed} failed).");
        }

        var ids = request.VideoIds!;
        if (ids.Count is 0 or > MaxClips)
            throw ApiException.Field("videoIds", $"A dataset has between 1 and {MaxClips} videos; these are {ids.Count}.");
        if (ids.Distinct().Count() != ids.Count)
            throw ApiException.Field("videoIds", "videoIds names a video twice.");
        var clips = await WithArtifacts(catalog.Clips.Where(c => ids.Contains(c.Id))).ToListAsync(cancellationToken);
        if (clips.Count != ids.Count)
            throw ApiException.NotFound("video", ids.Except(clips.Select(c => c.Id)).First());
        var unready = clips.Where(c => c.State != ClipState.Ready).ToList();
        if (unready.Count > 0)
        {
            throw ApiException.Conflict("not-ready", $"{unready.Count} of {clips.Count} videos are not ready: "
                + string.Join(", ", unready.Take(NamesShown).Select(c => $"'{c.Name}' is {CatalogText.Of(c.State)}")) + (unready.Count > NamesShown ? ", …" : "") + ". Extract them first, or leave them out.");
        }
        return clips;
    }

    private static async Task<IReadOnlyList<Clip>> FilteredAsync(CatalogContext catalog, string text, CancellationToken cancellationToken)
    {
        Filter filter;
        try
        {
            filter = ClipFilter.Parse(text);
        }
        catch (FilterException e)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, "wrong-filter", $"{e.Message} (at character {e.Position + 1})") { Errors = new Dictionary<string, string[]> { ["filter"] = [e.Message] } };
        }
        var hits = await catalog.Database.CreateExecutionStrategy().ExecuteAsync(
            token => FilterSearch.FindAsync((NpgsqlConnection)catalog.Database.GetDbConnection(), filter.And("state = 'ready'"), ClipFilter.Order(null), MaxClips, 0, token), cancellationToken);
        if (hits.Total == 0)
            throw ApiException.Field("filter", "No clip that is ready passes this filter.");
        if (hits.Total > MaxClips)
            throw ApiException.Field("filter", $"{hits.Total} clips pass this filter; a dataset has at most {MaxClips}.");
        var ids = hits.Ids;
        return await WithArtifacts(catalog.Clips.Where(c => ids.Contains(c.Id))).ToListAsync(cancellationToken);
    }

    private static IQueryable<Clip> WithArtifacts(IQueryable<Clip> clips) =>
        clips.AsNoTracking().Include(c => c.Artifacts).ThenInclude(a => a.Artifact).AsSplitQuery();

    private static Dictionary<Guid, string> Divide(IReadOnlyList<Clip> clips, Api.DatasetSplit split, int seed)
    {
        double[] shares = [split.Train, split.Validation, split.Test];
        if (clips.Count < shares.Count(s => s > 0))
            throw ApiException.Conflict("too-few-clips", $"{clips.Count} clips cannot be divided into {shares.Count(s => s > 0)} parts: add videos, or set a part's share to 0.");
        // by content, so that the same videos are divided alike wherever and whenever they were uploaded
        var bySha = clips.ToDictionary(c => c.Sha256, c => c.Id);
        ClipSplit parts;
        try
        {
            parts = DatasetSplits.Split(bySha.Keys, split.Train, split.Validation, split.Test, seed);
        }
        catch (ArgumentException e)
        {
            throw ApiException.Field("split", e.Message);
        }
        return Named(parts.Train, Api.DatasetPart.Train).Concat(Named(parts.Validation, Api.DatasetPart.Validation)).Concat(Named(parts.Test, Api.DatasetPart.Test))
            .ToDictionary(p => bySha[p.Sha256], p => p.Part);

        static IEnumerable<(string Sha256, string Part)> Named(IEnumerable<string> hashes, Api.DatasetPart part)
        {
            string name = part.ToString().ToLowerInvariant();
            return hashes.Select(h => (h, name));
        }
    }

    private static Artifact ArtifactOf(Clip clip, string kind) =>
        clip.Artifacts.Find(a => a.Kind == kind)?.Artifact
        ?? throw ApiException.Conflict("not-ready", $"The video '{clip.Name}' lacks its {kind}: extract it again.");

    /// <summary>How many frames a landmarks file has, and how many of them show a face.</summary>
    private async Task<(long Frames, long Valid)> FramesAsync(Artifact landmarks, CancellationToken cancellationToken)
    {
        if (landmarks.Metadata is { ValueKind: JsonValueKind.Object } facts
            && facts.TryGetProperty("frames", out var frames) && frames.TryGetInt64(out long count)
            && facts.TryGetProperty("valid", out var valid) && valid.TryGetInt64(out long good))
            return (count, good);
        await using var stream = await objects.OpenReadAsync(landmarks.ObjectKey, cancellationToken);
        var file = SafetensorsFile.Read(stream);
        if (!file.Tensors.TryGetValue("points", out var points) || points.Shape.Length != 3)
            throw new InvalidDataException($"The landmarks {landmarks.ObjectKey} lack their points.");
        long whole = points.Shape[0];
        if (!file.Tensors.TryGetValue("valid", out var flags))
            return (whole, whole);
        long seen = 0;
        foreach (byte flag in flags.As<byte>())
            seen += flag == 0 ? 0 : 1;
        return (whole, seen);
    }
}
