using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wav2Kp.Catalog;
using Wav2Kp.Objects;
using Wav2Kp.Studio.Errors;
using Wav2Kp.Studio.Http;
using Api = Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Videos.Pieces;

/// <summary>
/// Takes videos in pieces: each is an object of its own until the last one is here; then they go to the Ingest service one after the other, as one
/// video. A piece counts when it is whole, so that an upload goes on behind the last whole piece, after whatever broke.
/// </summary>
internal sealed partial class PieceUploads(
    IDbContextFactory<CatalogContext> contexts, IObjectStore objects, IOptions<PieceLimits> options, ILogger<PieceUploads> logger)
{
    private static readonly TimeSpan s_completing = TimeSpan.FromMinutes(15);

    private PieceLimits Limits => options.Value;

    /// <summary>Begins an upload.</summary>
    /// <exception cref="ApiException">The file is too large, or too many uploads are under way.</exception>
    public async Task<Api.VideoUpload> BeginAsync(string name, long bytes, string? sha256, string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (bytes <= 0)
            throw ApiException.Field("bytes", $"bytes is the file's size, 1 or more; it is {bytes}.");
        if (bytes > Limits.MaxBytes)
            throw new ApiException(StatusCodes.Status413PayloadTooLarge, "too-large", $"The video is larger than {Limits.MaxBytes} bytes: cut it into parts, or raise the setting Uploads:MaxBytes of Ingest and Studio.");
        var upload = new VideoUpload { Name = name, Bytes = bytes, Sha256 = sha256, IdempotencyKey = idempotencyKey, ExpiresAt = DateTimeOffset.UtcNow + Limits.Patience };
        return View(await contexts.TransactAsync(
            async (catalog, token) =>
            {
                if (idempotencyKey is not null) // of two that begin the same at once the second finds the first one's
                    await catalog.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({idempotencyKey}, 0))", token);
                if (await catalog.VideoUploads.SingleOrDefaultAsync(u => u.Id == upload.Id || (idempotencyKey != null && u.IdempotencyKey == idempotencyKey), token) is { } known)
                {
                    return known.Name == name && known.Bytes == bytes ? known
                        : throw ApiException.Conflict("idempotency-key-used", $"The header {Request.IdempotencyHeader} was used for another upload already ({known.Id}): use a new one.");
                }
                if (await catalog.VideoUploads.CountAsync(u => u.ClipId == null, token) >= Limits.MaxOpen)
                    throw new ApiException(StatusCodes.Status429TooManyRequests, "too-many-uploads", $"{Limits.MaxOpen} uploads are under way: finish or delete some of them (GET {StudioApi.Root}/video-uploads lists them).");
                catalog.Add(upload);
                return upload;
            },
            cancellationToken));
    }

    /// <summary>The uploads under way, the newest first.</summary>
    public async Task<Api.Page<Api.VideoUpload>> ListAsync(int limit, int offset, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var open = catalog.VideoUploads.AsNoTracking().Where(u => u.ClipId == null);
        long total = await open.LongCountAsync(cancellationToken);
        var page = await open.OrderByDescending(u => u.CreatedAt).ThenByDescending(u => u.Id).Skip(offset).Take(limit).ToListAsync(cancellationToken);
        return new Api.Page<Api.VideoUpload> { Items = [.. page.Select(View)], Total = total, Limit = limit, Offset = offset };
    }

    /// <summary>An upload.</summary>
    /// <exception cref="ApiException">There is none.</exception>
    public async Task<Api.VideoUpload> GetAsync(Guid id, CancellationToken cancellationToken) => View(await FindAsync(id, cancellationToken));

    /// <summary>Takes a piece.</summary>
    /// <returns>How many bytes are here now.</returns>
    /// <exception cref="ApiException">It is not the next one, or too large or small.</exception>
    public async Task<long> AddAsync(Guid id, long at, Stream content, long? length, CancellationToken cancellationToken)
    {
        var upload = await FindAsync(id, cancellationToken);
        ThrowUnlessNext(upload, at);
        long left = upload.Bytes - at;
        // told beforehand, it is refused before it is sent
        if (length is { } told)
            CheckSize(told, left);
        string key = ObjectKeys.VideoPiece(id, at, Guid.NewGuid());
        bool isKept = false;
        try
        {
            var stored = await objects.PutAsync(key, content, cancellationToken);
            CheckSize(stored.Length, left);
            isKept = await contexts.TransactAsync(
                async (catalog, token) =>
                {
                    if (await catalog.VideoUploadPieces.AnyAsync(p => p.UploadId == id && p.At == at && p.ObjectKey == key, token))
                        return true; // written already: only the answer was lost
                    int moved = await catalog.VideoUploads.Where(u => u.Id == id && u.Received == at && u.ClipId == null && u.CompletingUntil == null)
                        .ExecuteUpdateAsync(s => s.SetProperty(u => u.Received, at + stored.Length).SetProperty(u => u.ExpiresAt, DateTimeOffset.UtcNow + Limits.Patience), token);
                    if (moved > 0)
                        catalog.Add(new VideoUploadPiece { UploadId = id, At = at, Bytes = stored.Length, ObjectKey = key });
                    return moved > 0;
                },
                CancellationToken.None);
            if (isKept)
                return at + stored.Length;
        }
        finally
        {
            if (!isKept)
                await objects.DeleteAsync(key, CancellationToken.None);
        }
        ThrowUnlessNext(await FindAsync(id, cancellationToken), at);
        throw ApiException.Conflict("completing", "The upload is being put together.");
    }

    /// <summary>Makes a video of the pieces.</summary>
    /// <returns>The clip, and whether its content was here already.</returns>
    /// <exception cref="ApiException">Pieces are missing, or it is not what the client said.</exception>
    public async Task<(Guid Clip, bool Duplicate)> CompleteAsync(Guid id, string? sha256, IngestProxy ingest, CancellationToken cancellationToken)
    {
        var upload = await FindAsync(id, cancellationToken);
        if (upload.ClipId is { } known)
            return (known, false);
        if (upload.Received != upload.Bytes)
            throw ApiException.Conflict("incomplete", $"{upload.Received} of {upload.Bytes} bytes are here: send the rest first.");
        if (sha256 is not null && upload.Sha256 is not null && sha256 != upload.Sha256)
            throw ApiException.Field("sha256", $"sha256 was {upload.Sha256} when the upload was begun.");
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var now = DateTimeOffset.UtcNow;
        int mine = await catalog.VideoUploads.Where(u => u.Id == id && u.ClipId == null && (u.CompletingUntil == null || u.CompletingUntil < now))
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.CompletingUntil, now + s_completing).SetProperty(u => u.ExpiresAt, now + s_completing + Limits.Patience), cancellationToken);
        if (mine == 0)
            return (await FindAsync(id, cancellationToken)).ClipId is { } made ? (made, false) : throw ApiException.Conflict("completing", "The upload is being put together already: ask for it again in a moment.");
        Guid clip;
        bool duplicate;
        try
        {
            var pieces = await catalog.VideoUploadPieces.AsNoTracking().Where(p => p.UploadId == id).OrderBy(p => p.At).ToListAsync(cancellationToken);
            await using var content = new PieceStream(objects, pieces);
            (clip, duplicate) = await ingest.ForwardAsync(content, upload.Bytes, upload.Name, sha256 ?? upload.Sha256, cancellationToken);
            await catalog.VideoUploads.Where(u => u.Id == id).ExecuteUpdateAsync(s => s.SetProperty(u => u.ClipId, clip).SetProperty(u => u.CompletingUntil, (DateTimeOffset?)null), CancellationToken.None);
        }
        catch (ApiException e) when (e.Code == "damaged")
        {
            // nothing that is here is of use: the client begins again
            await DeleteAsync(id, CancellationToken.None);
            throw;
        }
        catch
        {
            await catalog.VideoUploads.Where(u => u.Id == id).ExecuteUpdateAsync(s => s.SetProperty(u => u.CompletingUntil, (DateTimeOffset?)null), CancellationToken.None);
            throw;
        }
        await DeletePiecesAsync(id, CancellationToken.None);
        return (clip, duplicate);
    }

    /// <summary>Gives an upload up with what came of it.</summary>
    /// <exception cref="ApiException">There is none.</exception>
    public async Task DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        await FindAsync(id, cancellationToken);
        // the row last: while it is there, what is left of the pieces is found again
        await DeletePiecesAsync(id, cancellationToken);
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        await catalog.VideoUploads.Where(u => u.Id == id).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Gives up the uploads that nobody went on with.</summary>
    public async Task CleanAsync(CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var now = DateTimeOffset.UtcNow;
        foreach (var upload in await catalog.VideoUploads.AsNoTracking().Where(u => u.ExpiresAt < now).ToListAsync(cancellationToken))
        {
            await DeletePiecesAsync(upload.Id, cancellationToken);
            int gone = await catalog.VideoUploads.Where(u => u.Id == upload.Id && u.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
            if (gone > 0 && upload.ClipId is null)
                LogGivenUp(upload.Name, upload.Received, upload.Bytes);
        }
    }

    private async Task DeletePiecesAsync(Guid id, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        await foreach (var piece in objects.ListAsync(ObjectKeys.VideoPiecePrefix(id), cancellationToken))
            keys.Add(piece.Key);
        foreach (string key in keys)
            await objects.DeleteAsync(key, cancellationToken);
    }

    private async Task<VideoUpload> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        return await catalog.VideoUploads.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, cancellationToken) ?? throw ApiException.NotFound("upload", id);
    }

    private static void ThrowUnlessNext(VideoUpload upload, long at)
    {
        if (upload.ClipId is not null)
            throw ApiException.Conflict("complete", "The upload is complete.");
        if (upload.Received != at)
            throw ApiException.Conflict("wrong-offset", $"{upload.Received} bytes are here: the next piece begins there, not at {at}.");
    }

    private static void CheckSize(long bytes, long left)
    {
        if (bytes == 0)
            throw ApiException.Bad("empty-piece", "The piece is empty.");
        if (bytes > left)
            throw ApiException.Bad("too-long", $"The piece has {bytes} bytes; only {left} are missing.");
        if (bytes < PieceLimits.MinPiece && bytes < left)
            throw ApiException.Bad("too-short", $"The piece has {bytes} bytes; all but the last have {PieceLimits.MinPiece} or more.");
    }

    private static Api.VideoUpload View(VideoUpload upload) => new()
    {
        Id = upload.Id,
        Name = upload.Name,
        Bytes = upload.Bytes,
        Received = upload.Received,
        PieceBytes = PieceLimits.Piece,
        MinPieceBytes = PieceLimits.MinPiece,
        MaxPieceBytes = PieceLimits.MaxPiece,
        VideoId = upload.ClipId,
        CreatedAt = upload.CreatedAt,
        ExpiresAt = upload.ExpiresAt,
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "The upload of {Name} is given up: nobody went on with it ({Received} of {Bytes} bytes were here)")]
    private partial void LogGivenUp(string name, long received, long bytes);
}
