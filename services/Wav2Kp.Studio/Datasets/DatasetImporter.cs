using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;
using Wav2Kp.Media;
using Wav2Kp.Media.Archives;
using Wav2Kp.Objects;
using Wav2Kp.Studio.Errors;
using Wav2Kp.Studio.Http;
using Wav2Kp.Studio.Videos;

namespace Wav2Kp.Studio.Datasets;

/// <summary>
/// Takes an exported dataset in. All of it is unpacked and checked before anything is stored; what is here already stays as it is, so that
/// the same import twice changes nothing.
/// </summary>
internal sealed partial class DatasetImporter(IDbContextFactory<CatalogContext> contexts, IObjectStore objects, DatasetMaker maker, IConfiguration configuration)
{
    private const long DefaultMaxBytes = 64L << 30;

    private long MaxBytes => configuration.GetValue("Datasets:MaxImportBytes", DefaultMaxBytes);

    /// <summary>Reads a tar and makes the version that it holds.</summary>
    /// <returns>The version, whether it is new, and how many clips are.</returns>
    /// <exception cref="ApiException">It is no export of a dataset, a damaged one, or one without what an import needs.</exception>
    public async Task<(DatasetVersion Version, bool IsNew, int NewClips)> ImportAsync(Stream tar, string? name, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("wav2kp-import-").FullName;
        try
        {
            DatasetArchiveManifest manifest;
            try
            {
                manifest = await DatasetArchive.UnpackAsync(tar, folder, MaxBytes, cancellationToken);
                Check(manifest, folder);
            }
            catch (InvalidDataException e)
            {
                throw ApiException.Bad("wrong-archive", $"This is no dataset that can be taken in. {e.Message}");
            }
            string dataset = Request.Name("name", name ?? manifest.Name) ?? throw ApiException.Field("name", "The dataset needs a name.");
            var entries = new List<DatasetManifestClip>(manifest.Clips.Count);
            int fresh = 0;
            foreach (var clip in manifest.Clips)
            {
                var (entry, isNew) = await TakeAsync(clip, folder, cancellationToken);
                entries.Add(entry);
                fresh += isNew ? 1 : 0;
            }
            var (version, made) = await maker.StoreAsync(
                dataset, new DatasetManifest([.. entries.OrderBy(e => e.ClipId.ToString(), StringComparer.Ordinal)], manifest.Seed) { Filter = Request.Text("filter", manifest.Filter, 8192) }, cancellationToken);
            return (version, made, fresh);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Checks what the manifest's words and the files hold, since pages, filters and trainings go by them.</summary>
    private static void Check(DatasetArchiveManifest manifest, string folder)
    {
        if (manifest.Clips.Count == 0)
            throw new InvalidDataException("It holds no clip.");
        foreach (var clip in manifest.Clips)
        {
            _ = Request.FileName(clip.Name);
            _ = Request.Name("speaker", clip.Speaker);
            _ = Request.Labels("tags", clip.Tags);
            if (clip.Source is null)
                throw new InvalidDataException($"It lacks the video of '{clip.Name}': it was exported without videos.");
            foreach (string kind in new[] { ArtifactKinds.Features, ArtifactKinds.Landmarks })
                if (!clip.Artifacts.ContainsKey(kind))
                    throw new InvalidDataException($"It lacks the {kind} of '{clip.Name}'.");
            foreach (var (kind, artifact) in clip.Artifacts)
            {
                if (!DatasetExporter.FileNames.TryGetValue(kind, out string? file) || artifact.Path != DatasetArchive.ClipFolder(clip.Id) + file || !Hash().IsMatch(artifact.Hash ?? ""))
                    throw new InvalidDataException($"The {kind} of '{clip.Name}' are not what an export calls them.");
            }
            try
            {
                if (clip.Media is { } media)
                    _ = ContractJson.FromElement<MediaInfo>(media);
                if (clip.Artifacts[ArtifactKinds.Landmarks].Metadata is { ValueKind: JsonValueKind.Object } figures && figures.TryGetProperty("frames", out _))
                    _ = ContractJson.FromElement<LandmarkFigures>(figures);
            }
            catch (JsonException e)
            {
                throw new InvalidDataException($"What it says of '{clip.Name}' cannot be read: {e.Message}", e);
            }
            using var landmarks = File.OpenRead(Path.Combine(folder, clip.Artifacts[ArtifactKinds.Landmarks].Path));
            KnownLandmarks.Check(landmarks);
            _ = SafetensorsFile.Read(Path.Combine(folder, clip.Artifacts[ArtifactKinds.Features].Path));
        }
    }

    /// <summary>A clip by its content: the one that is here, or a new one, of its former identity unless that is another's.</summary>
    private async Task<(DatasetManifestClip Entry, bool IsNew)> TakeAsync(DatasetArchiveClip clip, string folder, CancellationToken cancellationToken)
    {
        var (row, isNew) = await ClipAsync(clip, folder, cancellationToken);
        var artifacts = new Dictionary<string, Artifact>();
        foreach (var (kind, made) in clip.Artifacts)
            artifacts[kind] = await ArtifactAsync(row.Id, kind, made, Path.Combine(folder, made.Path), cancellationToken);
        await contexts.TransactAsync(
            async (catalog, token) =>
            {
                foreach (var artifact in artifacts.Values)
                    await catalog.Database.ExecuteSqlAsync($"INSERT INTO clip_artifacts (clip_id, kind, artifact_id) VALUES ({row.Id}, {artifact.Kind}, {artifact.Id}) ON CONFLICT DO NOTHING", token);
                // of a clip that was here without them
                await catalog.Clips.Where(c => c.Id == row.Id && (c.State == ClipState.Uploaded || c.State == ClipState.Rejected || c.State == ClipState.Failed)).ExecuteUpdateAsync(
                    set => set.SetProperty(c => c.State, ClipState.Ready).SetProperty(c => c.Code, (string?)null).SetProperty(c => c.Reason, (string?)null), token);
            },
            cancellationToken);
        Artifact features = artifacts[ArtifactKinds.Features], landmarks = artifacts[ArtifactKinds.Landmarks];
        var entry = new DatasetManifestClip(row.Id, row.Name, clip.Split, features.ObjectKey, landmarks.ObjectKey, features.Hash, landmarks.Hash, clip.Frames, clip.ValidFrames)
        {
            Seconds = clip.Seconds,
            Speaker = row.Speaker,
            Flagged = clip.FlaggedFrames,
            Others = artifacts.Where(a => a.Key is not (ArtifactKinds.Features or ArtifactKinds.Landmarks)).ToDictionary(a => a.Key, a => a.Value.Hash),
        };
        return (entry, isNew);
    }

    private async Task<(Clip Clip, bool IsNew)> ClipAsync(DatasetArchiveClip clip, string folder, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        if (await catalog.Clips.AsNoTracking().SingleOrDefaultAsync(c => c.Sha256 == clip.Sha256, cancellationToken) is { } known)
            return (known, false);
        Guid id = clip.Id == Guid.Empty || await catalog.Clips.AnyAsync(c => c.Id == clip.Id, cancellationToken) ? Guid.CreateVersion7() : clip.Id;
        string path = Path.Combine(folder, clip.Source!), key = ObjectKeys.ClipSource(id, clip.Source!);
        await objects.PutFileAsync(key, path, cancellationToken);
        var row = new Clip
        {
            Id = id,
            Sha256 = clip.Sha256,
            Name = clip.Name,
            Names = [clip.Name],
            Bytes = new FileInfo(path).Length,
            State = ClipState.Uploaded,
            Media = clip.Media,
            SourceKey = key,
            Speaker = Request.Name("speaker", clip.Speaker),
            Tags = Request.Labels("tags", clip.Tags),
        };
        catalog.Clips.Add(row);
        try
        {
            await catalog.SaveChangesAsync(cancellationToken);
            return (row, true);
        }
        catch (DbUpdateException e) when (e.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            // uploaded meanwhile
            await using var again = await contexts.CreateDbContextAsync(cancellationToken);
            return (await again.Clips.AsNoTracking().SingleAsync(c => c.Sha256 == clip.Sha256, cancellationToken), false);
        }
    }

    private async Task<Artifact> ArtifactAsync(Guid clip, string kind, DatasetArchiveArtifact made, string path, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync() is { } known)
            return known;
        string key = ObjectKeys.ClipFile(clip, made.Hash, DatasetExporter.FileNames[kind]);
        await objects.PutFileAsync(key, path, cancellationToken);
        var artifact = new Artifact
        {
            Hash = made.Hash,
            Kind = kind,
            ObjectKey = key,
            Bytes = new FileInfo(path).Length,
            StepVersion = made.StepVersion,
            Parameters = made.Parameters,
            Metadata = made.Metadata,
            ClipId = clip,
        };
        catalog.Artifacts.Add(artifact);
        try
        {
            await catalog.SaveChangesAsync(cancellationToken);
            return artifact;
        }
        catch (DbUpdateException e) when (e.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            catalog.ChangeTracker.Clear();
            return await FindAsync() ?? throw new InvalidOperationException($"The artifact {made.Hash} is not in the catalog.");
        }

        Task<Artifact?> FindAsync() => catalog.Artifacts.AsNoTracking().SingleOrDefaultAsync(a => a.Hash == made.Hash && a.Kind == kind, cancellationToken);
    }

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex Hash();
}
