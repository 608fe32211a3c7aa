using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;
using Wav2Kp.Models;
using Wav2Kp.Objects;
using Wav2Kp.ServiceDefaults;

namespace Wav2Kp.Trainer;

/// <summary>A dataset version and its files on this machine.</summary>
internal sealed record DatasetFiles(DatasetVersion Version, string Name, ClipsBySplit Clips)
{
    private const int DownloadsAtOnce = 8;

    /// <summary>Fetches the features and keypoints of a dataset version's clips.</summary>
    /// <exception cref="StepFailedException">A file is not in the object store any more.</exception>
    public static async Task<DatasetFiles> FetchAsync(StepContext context, Guid versionId, CancellationToken cancellationToken)
    {
        DatasetVersion version;
        await using (CatalogContext catalog = await context.Database.CreateDbContextAsync(cancellationToken).ConfigureAwait(false))
        {
            version = await catalog.DatasetVersions.AsNoTracking().Include(v => v.Dataset).SingleAsync(v => v.Id == versionId, cancellationToken).ConfigureAwait(false);
        }
        DatasetManifest manifest = ContractJson.FromElement<DatasetManifest>(version.Manifest);
        TrainingClip[] clips = new TrainingClip[manifest.Clips.Count];
        int done = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, clips.Length),
            new ParallelOptions { MaxDegreeOfParallelism = DownloadsAtOnce, CancellationToken = cancellationToken },
            async (i, token) =>
            {
                DatasetManifestClip clip = manifest.Clips[i];
                string features = context.WorkFile($"clips/{clip.ClipId:N}.features.safetensors");
                string landmarks = context.WorkFile($"clips/{clip.ClipId:N}.landmarks.safetensors");
                try
                {
                    await context.Objects.DownloadAsync(clip.FeaturesKey, features, token).ConfigureAwait(false);
                    await context.Objects.DownloadAsync(clip.LandmarksKey, landmarks, token).ConfigureAwait(false);
                }
                catch (ObjectNotFoundException)
                {
                    throw new StepFailedException(
                        "dataset-incomplete",
                        $"A file of the clip '{clip.Name}' is not in the object store any more: extract the clip again and make a new dataset version.");
                }
                clips[i] = new TrainingClip(clip.ClipId.ToString("N"), clip.Name, features, landmarks);
                context.ReportProgress(0, $"fetching clip {Interlocked.Increment(ref done)} of {clips.Length}");
            }).ConfigureAwait(false);
        return new DatasetFiles(version, $"{version.Dataset!.Name} {version.Number}", new ClipsBySplit(Of("train"), Of("validation"), Of("test")));

        TrainingClip[] Of(string split) => [.. clips.Where((_, i) => manifest.Clips[i].Split == split)];
    }
}
