using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Objects;
using Wav2Kp.Studio.Errors;
using Wav2Kp.Studio.Http;
using Api = Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Uploads;

/// <summary>Uploading speech and portraits.</summary>
internal static class UploadEndpoints
{
    private const long MaxBytes = 2L << 30;
    private const int BufferBytes = 1 << 17;

    public static void MapUploads(this RouteGroupBuilder api)
    {
        var uploads = api.MapGroup("/uploads").WithTags("Uploads");
        uploads.MapPost("/", UploadAsync).TakesFile().WithMetadata(new RequestSizeLimitAttribute(MaxBytes))
            .WithSummary("Upload speech (an audio or video file) or a portrait; its bytes are the body.")
            .Produces<Api.Upload>().Produces<Api.Upload>(201).Fails(400, 413, 503, 507);
        uploads.MapGet("/{id:guid}", GetAsync).WithSummary("Get an upload.").Fails(404);
    }

    private static async Task<IResult> UploadAsync(
        string? name, HttpRequest request, IDbContextFactory<CatalogContext> contexts, IObjectStore objects, CancellationToken cancellationToken)
    {
        string fileName = Request.FileName(name);
        // the key is the content's hash, which is known when all of it is here
        string path = Path.Combine(Path.GetTempPath(), $"wav2kp-upload-{Guid.NewGuid():N}");
        await using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
            BufferSize = 0,
        });
        var (sha256, bytes) = await CopyAsync(request.Body, file, cancellationToken);
        if (bytes == 0)
            throw ApiException.Bad("empty-file", $"The file '{fileName}' is empty: nothing was uploaded.");
        await using (var catalog = await contexts.CreateDbContextAsync(cancellationToken))
            if (await FindAsync(catalog, sha256, cancellationToken) is { } known)
                return TypedResults.Ok(View(known));

        string key = ObjectKeys.Upload(sha256, ObjectKeys.Extension(fileName));
        file.Position = 0;
        await objects.PutAsync(key, file, cancellationToken);
        var upload = new Upload { Sha256 = sha256, Name = fileName, Bytes = bytes, ObjectKey = key };
        var (stored, isNew) = await contexts.TransactAsync(
            async (catalog, token) =>
            {
                // the same file may come twice at once
                int added = await catalog.Database.ExecuteSqlAsync(
                    $"INSERT INTO uploads (id, sha256, name, bytes, object_key) VALUES ({upload.Id}, {sha256}, {fileName}, {bytes}, {key}) ON CONFLICT (sha256) DO NOTHING", token);
                var row = await FindAsync(catalog, sha256, token) ?? throw new InvalidOperationException($"The upload {sha256} is not in the catalog.");
                return (row, added > 0 || row.Id == upload.Id);
            },
            cancellationToken);
        var view = View(stored);
        return isNew ? TypedResults.Created($"{StudioApi.Root}/uploads/{view.Id}", view) : TypedResults.Ok(view);
    }

    private static async Task<Ok<Api.Upload>> GetAsync(Guid id, IDbContextFactory<CatalogContext> contexts, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var upload = await catalog.Uploads.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, cancellationToken) ?? throw ApiException.NotFound("upload", id);
        return TypedResults.Ok(View(upload));
    }

    private static Task<Upload?> FindAsync(CatalogContext catalog, string sha256, CancellationToken cancellationToken) =>
        catalog.Uploads.AsNoTracking().SingleOrDefaultAsync(u => u.Sha256 == sha256, cancellationToken);

    private static async Task<(string Sha256, long Bytes)> CopyAsync(Stream from, Stream to, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[BufferBytes];
        long bytes = 0;
        for (int read; (read = await from.ReadAsync(buffer, cancellationToken)) > 0; bytes += read)
        {
            hash.AppendData(buffer, 0, read);
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
        return (Convert.ToHexStringLower(hash.GetHashAndReset()), bytes);
    }

    private static Api.Upload View(Upload upload) => new()
    {
        Id = upload.Id,
        Name = upload.Name,
        Sha256 = upload.Sha256,
        Bytes = upload.Bytes,
        CreatedAt = upload.CreatedAt,
    };
}
