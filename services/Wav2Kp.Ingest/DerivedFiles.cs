using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Media;
using Wav2Kp.Objects;

namespace Wav2Kp.Ingest;

/// <summary>Makes small copies of videos for people to look at, when somebody first does, and keeps them in the object store.</summary>
internal sealed class DerivedFiles(IObjectStore objects, IDbContextFactory<CatalogContext> contexts, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan s_thumbnailAt = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(30);

    private readonly Dictionary<string, Task<ObjectInfo>> _underway = [];

    // pictures are quick and many, copies of whole videos take a while: neither keeps the other waiting
    private readonly SemaphoreSlim _pictures = new(2), _copies = new(1);

    /// <summary>Makes a file of a clip, unless it is there.</summary>
    /// <param name="id">The clip.</param>
    /// <param name="file">See <see cref="ClipDerivedFiles"/>.</param>
    /// <param name="cancellationToken">Stops waiting; what is being made is made for the next one who asks.</param>
    /// <returns>The file; null if there is no such clip.</returns>
    /// <exception cref="InputRejectedException">The source shows nothing that can be decoded.</exception>
    public async Task<ObjectInfo?> GetAsync(Guid id, string file, CancellationToken cancellationToken)
    {
        Clip? clip;
        await using (CatalogContext context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false))
        {
            clip = await context.Clips.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken).ConfigureAwait(false);
        }
        if (clip is null)
        {
            return null;
        }
        string key = ObjectKeys.ClipDerived(id, file);
        if (await objects.ExistsAsync(key, cancellationToken).ConfigureAwait(false))
        {
            return await objects.StatAsync(key, cancellationToken).ConfigureAwait(false);
        }
        // once, however many ask for it at once
        Task<ObjectInfo>? making;
        lock (_underway)
        {
            if (!_underway.TryGetValue(key, out making))
            {
                making = Task.Run(() => MakeAsync(clip, key, file), CancellationToken.None);
                _underway.Add(key, making);
            }
        }
        return await making.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<ObjectInfo> MakeAsync(Clip clip, string key, string file)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
        limit.CancelAfter(s_limit);
        SemaphoreSlim turn = file == ClipDerivedFiles.Web ? _copies : _pictures;
        DirectoryInfo? folder = null;
        try
        {
            await turn.WaitAsync(limit.Token).ConfigureAwait(false);
            try
            {
                folder = Directory.CreateTempSubdirectory("wav2kp-derived-");
                string source = Path.Combine(folder.FullName, $"source{ObjectKeys.Extension(clip.SourceKey)}"), made = Path.Combine(folder.FullName, file);
                await objects.DownloadAsync(clip.SourceKey, source, limit.Token).ConfigureAwait(false);
                await (file == ClipDerivedFiles.Web
                    ? VideoPreview.WriteAsync(source, made, limit.Token)
                    : VideoPreview.WriteThumbnailAsync(source, made, s_thumbnailAt, limit.Token)).ConfigureAwait(false);
                return await objects.PutFileAsync(key, made, limit.Token).ConfigureAwait(false);
            }
            finally
            {
                turn.Release();
                folder?.Delete(recursive: true);
            }
        }
        finally
        {
            lock (_underway)
            {
                _underway.Remove(key);
            }
        }
    }
}
