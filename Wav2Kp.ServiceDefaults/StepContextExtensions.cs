using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Media;
using Wav2Kp.Objects;

namespace Wav2Kp.ServiceDefaults;

/// <summary>What handlers have in common: clips, their files, and what was made already.</summary>
public static class StepContextExtensions
{
    /// <summary>The clip that the step works on.</summary>
    public static async Task<Clip> LoadClipAsync(this StepContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        await using CatalogContext catalog = await context.Database.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        Guid id = context.ClipId;
        return await catalog.Clips.AsNoTracking().SingleAsync(clip => clip.Id == id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Copies a clip's source to a file.</summary>
    /// <exception cref="InputRejectedException"><c>vanished</c>: the source is not in the object store any more.</exception>
    public static async Task DownloadSourceAsync(this StepContext context, Clip clip, string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(clip);
        try
        {
            await context.Objects.DownloadAsync(clip.SourceKey, path, cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectNotFoundException exception)
        {
            throw new InputRejectedException(
                RejectionCodes.Vanished,
                "The uploaded file is not in the object store any more: upload the video again, then retry the job.",
                exception);
        }
    }

    /// <summary>The artifact of a kind that stands for a clip now.</summary>
    /// <exception cref="StepFailedException"><c>not-extracted</c>: there is none.</exception>
    public static async Task<Artifact> RequireArtifactAsync(this StepContext context, Guid clipId, string kind, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        await using CatalogContext catalog = await context.Database.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await catalog.ClipArtifacts.AsNoTracking()
            .Where(link => link.ClipId == clipId && link.Kind == kind)
            .Select(link => link.Artifact)
            .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new StepFailedException("not-extracted", $"The clip {clipId} has no {kind} yet: run an extraction on it first.");
    }

    /// <summary>
    /// What was made earlier of the same input with the same parameters by the same version, if all of it is still in the object
    /// store: in the order of <paramref name="kinds"/>, or null.
    /// </summary>
    public static async Task<IReadOnlyList<StepArtifactRecord>?> FindMadeAsync(
        this StepContext context, string hash, IReadOnlyList<string> kinds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(kinds);
        await using CatalogContext catalog = await context.Database.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        List<Artifact> found = await catalog.Artifacts.AsNoTracking().Where(artifact => artifact.Hash == hash).ToListAsync(cancellationToken).ConfigureAwait(false);
        List<StepArtifactRecord> records = [];
        foreach (string kind in kinds)
        {
            if (found.Find(artifact => artifact.Kind == kind) is not Artifact artifact
                || !await context.Objects.ExistsAsync(artifact.ObjectKey, cancellationToken).ConfigureAwait(false))
            {
                return null;
            }
            records.Add(StepArtifactRecord.Existing(artifact));
        }
        return records;
    }

    /// <summary>Stores a file that the step made.</summary>
    /// <param name="context">The step.</param>
    /// <param name="hash">Hash of what it was made from.</param>
    /// <param name="kind">See <see cref="ArtifactKinds"/>.</param>
    /// <param name="key">The key that it gets.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops the storing; nothing is left then.</param>
    public static async Task<StepArtifactRecord> StoreAsync(
        this StepContext context, string hash, string kind, string key, string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ObjectInfo stored = await context.Objects.PutFileAsync(key, path, cancellationToken).ConfigureAwait(false);
        return new StepArtifactRecord(hash, kind, stored.Key, stored.Length);
    }
}
