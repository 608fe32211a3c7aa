using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Wav2Kp.Objects;
using Wav2Kp.Studio.Errors;

namespace Wav2Kp.Studio.Files;

/// <summary>A file in the object store, as the API names and sends it.</summary>
/// <param name="Name">Its name in the API.</param>
/// <param name="Key">Its key in the store.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record StoredFile(string Name, string Key, long Bytes)
{
    /// <summary>The last part of an object's key.</summary>
    public static string NameOf(string key) => key[(key.LastIndexOf('/') + 1)..];

    /// <summary>
    /// Sends the file, or the range of it that is asked for. Only sound, pictures and video are shown by a browser; whatever else
    /// was uploaded is saved, so that it cannot act in this site's name.
    /// </summary>
    /// <param name="objects">The store.</param>
    /// <param name="context">The request.</param>
    /// <param name="downloadName">The name to save it under; the file's own when null.</param>
    public async Task<IResult> SendAsync(IObjectStore objects, HttpContext context, string? downloadName = null)
    {
        string type = MediaTypeOf(Path.GetExtension(Key));
        var stream = await objects.OpenReadAsync(Key, context.RequestAborted);
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "private, no-cache";
        context.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; media-src 'self'; img-src 'self'";
        // objects never change: their keys say what they hold
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Key)).AsSpan(0, 12))}\"");
        if (type is "application/octet-stream" or "text/csv" or "application/json")
        {
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName(downloadName ?? Name);
            context.Response.Headers.ContentDisposition = disposition.ToString();
        }
        return new FileResult(TypedResults.Stream(stream, type, entityTag: tag, enableRangeProcessing: true));
    }

    /// <summary>Sends a file, and problem details where the range is wrong.</summary>
    private sealed class FileResult(FileStreamHttpResult file) : IResult
    {
        public async Task ExecuteAsync(HttpContext context)
        {
            await file.ExecuteAsync(context);
            if (context.Response.StatusCode == StatusCodes.Status416RangeNotSatisfiable && !context.Response.HasStarted)
            {
                context.Response.Headers.ContentDisposition = default;
                context.Response.Headers.ETag = default;
                context.Response.ContentLength = null;
                await Problems.WriteStatusAsync(context);
            }
        }
    }

    private static string MediaTypeOf(string extension) => extension.ToLowerInvariant() switch
    {
        ".mp4" or ".m4v" => "video/mp4",
        ".webm" => "video/webm",
        ".mov" => "video/quicktime",
        ".mkv" => "video/x-matroska",
        ".avi" => "video/x-msvideo",
        ".mpg" or ".mpeg" => "video/mpeg",
        ".wav" => "audio/wav",
        ".mp3" => "audio/mpeg",
        ".m4a" or ".aac" => "audio/mp4",
        ".ogg" or ".opus" => "audio/ogg",
        ".flac" => "audio/flac",
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".csv" => "text/csv",
        ".json" => "application/json",
        _ => "application/octet-stream",
    };
}
