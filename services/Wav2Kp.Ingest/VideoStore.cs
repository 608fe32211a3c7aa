using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using Wav2Kp.Catalog;
using Wav2Kp.Objects;

namespace Wav2Kp.Ingest;

/// <summary>Takes videos in: the content into the object store, a row into the catalog, the same content only once.</summary>
internal sealed class VideoStore(IObjectStore objects, IDbContextFactory<CatalogContext> contexts, IOptions<UploadOptions> options)
{
    /// <summary>Stores a video from a stream that is read once.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="expected">SHA-256 of what it should hold, lower-case hex; null where the sender did not say.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The clip, and whether its content was here already.</returns>
    /// <exception cref="UploadTooLargeException">It is larger than the setting allows; nothing is kept of it.</exception>
    /// <exception cref="UploadDamagedException">It is not what the sender said; nothing is kept of it.</exception>
    public async Task<(Clip Clip, bool Duplicate)> AddAsync(string name, Stream content, string? expected, CancellationToken cancellationToken)
    {
        Guid id = Guid.CreateVersion7();
        string key = ObjectKeys.ClipSource(id, name);
        using HashingStream hashing = new(content, options.Value.MaxBytes);
        await objects.PutAsync(key, hashing, cancellationToken).ConfigureAwait(false);
        string sha256 = hashing.Sha256();
        if (expected is not null && expected != sha256)
        {
            await objects.DeleteAsync(key, CancellationToken.None).ConfigureAwait(false);
            throw new UploadDamagedException(expected, sha256);
        }

        // from here on the content is safe: the rest is quick and is not given up half-way with the caller's connection
        Clip clip = new() { Id = id, Sha256 = sha256, Name = name, Names = [name], Bytes = hashing.BytesRead, SourceKey = key };
        if (await InsertAsync(clip).ConfigureAwait(false))
        {
            return (clip, false);
        }
        return (await JoinAsync(sha256, name, key).ConfigureAwait(false), true);
    }

    private async Task<bool> InsertAsync(Clip clip)
    {
        await using CatalogContext context = await contexts.CreateDbContextAsync(CancellationToken.None).ConfigureAwait(false);
        context.Clips.Add(clip);
        try
        {
            await context.SaveChangesAsync(CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // the clip's own id means that a lost answer was followed by another try
            return await context.Clips.AsNoTracking().AnyAsync(c => c.Id == clip.Id, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Adds a name to the clip of that content; the object just stored takes the place of a source that was lost, or goes.</summary>
    private async Task<Clip> JoinAsync(string sha256, string name, string key)
    {
        await using CatalogContext context = await contexts.CreateDbContextAsync(CancellationToken.None).ConfigureAwait(false);
        Clip clip = await context.Clips.AsNoTracking().SingleAsync(c => c.Sha256 == sha256, CancellationToken.None).ConfigureAwait(false);
        if (await objects.ExistsAsync(clip.SourceKey, CancellationToken.None).ConfigureAwait(false))
        {
            await objects.DeleteAsync(key, CancellationToken.None).ConfigureAwait(false);
            key = clip.SourceKey;
        }
        await context.Database.ExecuteSqlAsync(
            $"""
            UPDATE clips SET source_key = {key}, updated_at = now(),
                names = CASE WHEN {name} = ANY(names) THEN names ELSE array_append(names, {name}) END
            WHERE id = {clip.Id}
            """,
            CancellationToken.None).ConfigureAwait(false);
        return await context.Clips.AsNoTracking().SingleAsync(c => c.Id == clip.Id, CancellationToken.None).ConfigureAwait(false);
    }
}
