using Wav2Kp.Catalog;
using Wav2Kp.Contracts.Api;
using Wav2Kp.Media;
using Wav2Kp.Objects;

namespace Wav2Kp.Ingest;

/// <summary>The endpoint that videos come in by; Studio forwards to it.</summary>
internal static class VideoUploads
{
    private const int LongestName = 255;

    /// <summary>
    /// Maps <c>POST /videos?name=FILE</c>: the body is the file, with <c>sha256</c> compared to it if that is given. 201 with the <see cref="Video"/>, 200 if the same content is here
    /// already, a problem otherwise.
    /// </summary>
    /// <remarks><c>POST /videos/{id}/look/{file}</c> makes a file of <see cref="ClipDerivedFiles"/> unless it is there.</remarks>
    public static void MapVideoUploads(this IEndpointRouteBuilder app)
    {
        app.MapPost("/videos", PostAsync);
        app.MapPost("/videos/{id:guid}/look/{file}", LookAsync);
    }

    private static async Task<IResult> LookAsync(Guid id, string file, DerivedFiles files, CancellationToken cancellationToken)
    {
        try
        {
            ObjectInfo? made = ClipDerivedFiles.All.Contains(file) ? await files.GetAsync(id, file, cancellationToken).ConfigureAwait(false) : null;
            return made is null
                ? Problem(StatusCodes.Status404NotFound, "not-found", $"There is no clip {id}, or nothing is made of it that is called '{file}'.")
                : Results.Json(made, ApiJson.Options);
        }
        catch (InputRejectedException exception)
        {
            return Problem(StatusCodes.Status409Conflict, exception.Code, exception.Message);
        }
        catch (ObjectNotFoundException)
        {
            return Problem(StatusCodes.Status404NotFound, "file-missing", "The uploaded file is not in the object store any more: upload the video again.");
        }
    }

    private static async Task<IResult> PostAsync(string? name, string? sha256, HttpRequest request, VideoStore videos, ILogger<VideoStore> logger, CancellationToken cancellationToken)
    {
        name = FileName(name);
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
        {
            return Problem(StatusCodes.Status400BadRequest, "wrong-name", $"A video needs a name of 1 to {LongestName} characters without control characters: POST /videos?name=FILE.");
        }
        try
        {
            (Clip clip, bool duplicate) = await videos.AddAsync(name, request.Body, sha256, cancellationToken).ConfigureAwait(false);
            Video video = Describe(clip, duplicate);
            logger.LogInformation("Video {Name} of {Bytes} bytes is clip {Clip}{Duplicate}.", name, clip.Bytes, clip.Id, duplicate ? ", which was here already" : "");
            return Results.Json(video, ApiJson.Options, statusCode: duplicate ? StatusCodes.Status200OK : StatusCodes.Status201Created);
        }
        catch (UploadTooLargeException exception)
        {
            return Problem(StatusCodes.Status413PayloadTooLarge, "too-large", exception.Message);
        }
        catch (UploadDamagedException exception)
        {
            return Problem(StatusCodes.Status409Conflict, "damaged", exception.Message);
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
