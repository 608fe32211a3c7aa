using System.Formats.Tar;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Media.Archives;
using Wav2Kp.Objects;
using Wav2Kp.Studio.Errors;

namespace Wav2Kp.Studio.Datasets;

/// <summary>Writes a version with its files as a tar, file by file as they are read.</summary>
internal sealed class DatasetExporter(IDbContextFactory<CatalogContext> contexts, DatasetReader reader, IObjectStore objects)
{
    private const int ClipsAtOnce = 200;

    /// <summary>The names of the files of a clip's folder by kind.</summary>
    public static IReadOnlyDictionary<string, string> FileNames { get; } = new Dictionary<string, string>
    {
        [ArtifactKinds.Audio] = "audio.wav",
        [ArtifactKinds.Features] = "features.safetensors",
        [ArtifactKinds.Landmarks] = "landmarks.safetensors",
        [ArtifactKinds.Faces] = "faces.tar",
        [ArtifactKinds.ContactSheet] = "contact-sheet.jpg",
    };

    /// <summary>Looks the version up; what it gives writes the tar.</summary>
    /// <param name="id">The version.</param>
    /// <param name="withVideos">Whether videos are among the files; an import needs them.</param>
    /// <param name="withFaces">Whether face crops and contact sheets are.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ApiException">There is no such version.</exception>
    public async Task<(string Name, Func<Stream, Task> Write)> ExportAsync(Guid id, bool withVideos, bool withFaces, CancellationToken cancellationToken)
    {
        var (version, manifest) = await reader.FindAsync(id, cancellationToken);
        string name = string.Concat(version.Dataset!.Name.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));
        return ($"{name}-v{version.Number}.tar", stream => WriteAsync(stream, version, manifest, withVideos, withFaces, cancellationToken));
    }

    private async Task WriteAsync(Stream output, DatasetVersion version, DatasetManifest manifest, bool withVideos, bool withFaces, CancellationToken cancellationToken)
    {
        await using var tar = new TarWriter(output, TarEntryFormat.Pax, leaveOpen: true);
        var clips = new List<DatasetArchiveClip>();
        var files = new List<DatasetArchiveFile>();
        foreach (var batch in manifest.Clips.Chunk(ClipsAtOnce))
        {
            var rows = await RowsAsync(batch, cancellationToken);
            foreach (var entry in batch)
            {
                var (clip, artifacts) = rows[entry.ClipId];
                string folder = DatasetArchive.ClipFolder(clip.Id);
                string? source = null;
                if (withVideos)
                {
                    source = $"{folder}source{ObjectKeys.Extension(clip.SourceKey)}";
                    await AddAsync(source, clip.SourceKey);
                }
                var made = new Dictionary<string, DatasetArchiveArtifact>();
                foreach (var (kind, file) in FileNames)
                {
                    if (!artifacts.TryGetValue(kind, out var artifact) || (!withFaces && kind is ArtifactKinds.Faces or ArtifactKinds.ContactSheet))
                        continue;
                    await AddAsync(folder + file, artifact.ObjectKey);
                    made[kind] = new DatasetArchiveArtifact { Path = folder + file, Hash = artifact.Hash, StepVersion = artifact.StepVersion, Parameters = artifact.Parameters, Metadata = artifact.Metadata };
                }
                clips.Add(new DatasetArchiveClip
                {
                    Id = clip.Id,
                    Sha256 = clip.Sha256,
                    Name = clip.Name,
                    Split = entry.Split,
                    Speaker = clip.Speaker,
                    Tags = clip.Tags,
                    Media = clip.Media,
                    Seconds = entry.Seconds,
                    Frames = entry.Frames,
                    ValidFrames = entry.ValidFrames,
                    FlaggedFrames = entry.Flagged,
                    CreatedAt = clip.CreatedAt,
                    Source = source,
                    Artifacts = made,
                });
            }
        }
        files.Add(await DatasetArchive.AddAsync(tar, DatasetArchive.TableName, new MemoryStream(DatasetArchive.Table(clips)), version.CreatedAt, cancellationToken));
        byte[] whole = JsonSerializer.SerializeToUtf8Bytes(
            new DatasetArchiveManifest
            {
                Format = DatasetArchiveManifest.FormatName,
                FormatVersion = DatasetArchiveManifest.CurrentVersion,
                Name = version.Dataset!.Name,
                Version = version.Number,
                Hash = version.Hash,
                Seed = manifest.Seed,
                Filter = manifest.Filter,
                CreatedAt = version.CreatedAt,
                Clips = clips,
                Files = files,
            },
            DatasetArchiveManifest.Json);
        await DatasetArchive.AddAsync(tar, DatasetArchive.ManifestName, new MemoryStream(whole), version.CreatedAt, cancellationToken);

        async Task AddAsync(string path, string key) =>
            files.Add(await DatasetArchive.AddAsync(tar, path, await objects.OpenReadAsync(key, cancellationToken), version.CreatedAt, cancellationToken));
    }

    /// <summary>The clips with the very artifacts that the version was made of; of kinds that it does not name, those that stand for the clip now.</summary>
    private async Task<Dictionary<Guid, (Clip Clip, Dictionary<string, Artifact> Artifacts)>> RowsAsync(IReadOnlyList<DatasetManifestClip> entries, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = entries.Select(e => e.ClipId).ToList();
        var hashes = entries.SelectMany(e => new[] { e.FeaturesHash, e.LandmarksHash }.Concat(e.Others?.Values ?? [])).Distinct().ToList();
        var clips = await catalog.Clips.AsNoTracking().Where(c => ids.Contains(c.Id)).Include(c => c.Artifacts).ThenInclude(a => a.Artifact).AsSplitQuery().ToDictionaryAsync(c => c.Id, cancellationToken);
        var named = (await catalog.Artifacts.AsNoTracking().Where(a => hashes.Contains(a.Hash)).ToListAsync(cancellationToken)).ToDictionary(a => (a.Hash, a.Kind));
        return entries.ToDictionary(e => e.ClipId, e =>
        {
            var clip = clips.GetValueOrDefault(e.ClipId) ?? throw ApiException.Conflict("clip-deleted", $"The clip '{e.Name}' is not here any more.");
            var artifacts = clip.Artifacts.Where(a => a.Artifact is not null).ToDictionary(a => a.Kind, a => a.Artifact!);
            foreach (var (kind, hash) in (e.Others ?? new Dictionary<string, string>()).Concat([new(ArtifactKinds.Features, e.FeaturesHash), new(ArtifactKinds.Landmarks, e.LandmarksHash)]))
                if (named.TryGetValue((hash, kind), out var artifact))
                    artifacts[kind] = artifact;
            return (clip, artifacts);
        });
    }
}
