using Wav2Kp.Catalog;
using Wav2Kp.Contracts.Api;
using Wav2Kp.Objects;

namespace Wav2Kp.Ingest;

/// <summary>The endpoint that videos come in by; Studio forwards to it.</summary>
internal static class VideoUploads
{
    private const int LongestName = 255;

    /// <summary>
    /// Maps <c>POST /videos?name=FILE</c>: the body is the file. 201 with the <see cref="Video"/>, 200 if the same content is here
    /// already, a problem otherwise.
    /// </summary>
    public static void MapVideoUploads(this IEndpointRouteBuilder app) => app.MapPost("/videos", PostAsync);

    private static async Task<IResult> PostAsync(string? name, HttpRequest request, VideoStore videos, ILogger<VideoStore> logger, CancellationToken cancellationToken)
    {
        name = FileName(name);
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
        {
            return Problem(StatusCodes.Status400BadRequest, "wrong-name", $"A video needs a name of 1 to {LongestName} characters without control characters: POST /videos?name=FILE.");
        }
        try
        {
            (Clip clip, bool duplicate) = await videos.AddAsync(name, request.Body, cancellationToken).ConfigureAwait(false);
            Video video = Describe(clip, duplicate);
            logger.LogInformation("Video {Name} of {Bytes} bytes is clip {Clip}{Duplicate}.", name, clip.Bytes, clip.Id, duplicate ? ", which was here already" : "");
            return Results.Json(video, ApiJson.Options, statusCode: duplicate ? StatusCodes.Status200OK : StatusCodes.Status201Created);
        }
        catch (UploadTooLargeException exception)
        {
            return Problem(StatusCodes.Status413PayloadTooLarge, "too-large", exception.Message);
        }
        catch (DiskFullException exception)
        {
            logger.LogError(exception, "The object store is full.");
            return Problem(StatusCodes.Status507InsufficientStorage, "disk-full", exception.Message);
        }
        catch (BadHttpRequestException exception)
        {
            return Problem(exception.StatusCode, "broken-upload", "The upload broke off before its end: nothing of it was kept, send it again.");
        }
    }

    // some clients send a whole path, of either kind of system
    private static string FileName(string? name) => (name ?? "").Split('/', '\\')[^1].Trim();

    private static IResult Problem(int status, string code, string detail) =>
        Results.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });

    private static Video Describe(Clip clip, bool duplicate) => new()
    {
        Id = clip.Id,
        Name = clip.Name,
        Sha256 = clip.Sha256,
        Bytes = clip.Bytes,
        State = Enum.Parse<VideoState>(clip.State.ToString()),
        Code = clip.Code,
        Reason = clip.Reason,
        Duplicate = duplicate,
        Media = clip.Media,
        Warnings = clip.Warnings,
        KnownLandmarks = clip.KnownLandmarksKey is not null,
        CreatedAt = clip.CreatedAt,
    };
}
