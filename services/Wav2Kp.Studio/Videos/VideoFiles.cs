using Wav2Kp.Catalog;
using Wav2Kp.Contracts.Api;
using Wav2Kp.Studio.Files;

namespace Wav2Kp.Studio.Videos;

/// <summary>The files of a video by their names in the API.</summary>
internal static class VideoFiles
{
    private const string Source = "source";

    private static readonly Dictionary<string, string> s_names = new()
    {
        [ArtifactKinds.Audio] = "audio.wav",
        [ArtifactKinds.Features] = "features.safetensors",
        [ArtifactKinds.Landmarks] = "landmarks.safetensors",
        [ArtifactKinds.Faces] = "faces.tar",
        [ArtifactKinds.ContactSheet] = "contact-sheet.jpg",
    };

    /// <summary>The files there are; the clip's artifacts must have been loaded.</summary>
    public static IEnumerable<StoredFile> Of(Clip clip)
    {
        yield return new StoredFile(Source, clip.SourceKey, clip.Bytes);
        foreach (var (kind, name) in s_names)
            if (clip.Artifacts.Find(a => a.Kind == kind)?.Artifact is { } artifact)
                yield return new StoredFile(name, artifact.ObjectKey, artifact.Bytes);
    }

    /// <summary>The name to save a file under.</summary>
    public static string DownloadName(Clip clip, StoredFile file) =>
        file.Name == Source ? clip.Name : $"{Path.GetFileNameWithoutExtension(clip.Name)}.{file.Name}";

    /// <summary>The address of a file.</summary>
    public static string Url(Guid clip, string name) => $"{StudioApi.Root}/videos/{clip}/files/{name}";

    public static Video View(Clip clip, bool duplicate = false) => new()
    {
        Id = clip.Id,
        Name = clip.Name,
        Sha256 = clip.Sha256,
        Bytes = clip.Bytes,
        State = clip.State switch
        {
            Contracts.ClipState.Uploaded => VideoState.Uploaded,
            Contracts.ClipState.Processing => VideoState.Processing,
            Contracts.ClipState.Ready => VideoState.Ready,
            Contracts.ClipState.Rejected => VideoState.Rejected,
            Contracts.ClipState.Failed => VideoState.Failed,
            _ => throw new InvalidOperationException($"The clip {clip.Id} is in an unknown state: {clip.State}."),
        },
        Code = clip.Code,
        Reason = clip.Reason,
        Duplicate = duplicate,
        Media = clip.Media,
        Warnings = clip.Warnings,
        KnownLandmarks = clip.KnownLandmarksKey is not null,
        KnownLandmarksSha256 = clip.KnownLandmarksKey is { } known ? Path.GetFileNameWithoutExtension(StoredFile.NameOf(known)) : null,
        Speaker = clip.Speaker,
        Tags = clip.Tags,
        CreatedAt = clip.CreatedAt,
        Files = [.. Of(clip).Select(f => new FileLink { Name = f.Name, Url = Url(clip.Id, f.Name), Bytes = f.Bytes })],
    };
}
