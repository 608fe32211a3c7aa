using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Wav2Kp.Contracts.Api;
using Wav2Kp.Studio.Errors;
using Wav2Kp.Studio.Http;

namespace Wav2Kp.Studio.Videos.Pieces;

/// <summary>Uploading videos in pieces.</summary>
internal static class PieceEndpoints
{
    private const string OffsetHeader = "Upload-Offset";
    private const string LengthHeader = "Upload-Length";

    public static void MapVideoUploads(this RouteGroupBuilder api)
    {
        var uploads = api.MapGroup("/video-uploads").WithTags("Videos");
        uploads.MapPost("/", BeginAsync).WithSummary("Begin the upload of a video in pieces: a broken connection costs a piece and not the whole.").Fails(400, 409, 413, 429);
        uploads.MapGet("/", ListAsync).WithSummary("List the uploads under way, the newest first.").Fails(400);
        uploads.MapGet("/{id:guid}", GetAsync).WithName("video-upload").WithSummary("Get an upload: how much of it is here.").Fails(404);
        uploads.MapMethods("/{id:guid}", [HttpMethods.Head], HeadAsync).WithSummary("How much of an upload is here: the headers Upload-Offset and Upload-Length.")
            .Produces(StatusCodes.Status204NoContent).Fails(404);
        uploads.MapPatch("/{id:guid}", AddAsync).TakesFile().WithMetadata(new RequestSizeLimitAttribute(PieceLimits.MaxPiece))
            .WithSummary("Send the next piece, which begins at Upload-Offset; it counts when it is whole. 409 says where the next piece begins.").Fails(400, 404, 409, 413, 507);
        uploads.MapPost("/{id:guid}/complete", CompleteAsync).WithSummary("Make a video of the pieces, whose SHA-256 is compared if it was given. Asked again, it answers the same.")
            .Produces<Video>().Produces<Video>(201).Fails(400, 404, 409, 413, 502, 503, 507);
        uploads.MapDelete("/{id:guid}", DeleteAsync).WithSummary("Give an upload up, with what is here of it.").Fails(404);
    }

    private static async Task<CreatedAtRoute<VideoUpload>> BeginAsync(
        VideoUploadRequest request, [FromHeader(Name = Request.IdempotencyHeader)] string? key, PieceUploads uploads, CancellationToken cancellationToken)
    {
        var upload = await uploads.BeginAsync(Request.FileName(request.Name), request.Bytes, Sha256(request.Sha256), Request.IdempotencyKey(key), cancellationToken);
        return TypedResults.CreatedAtRoute(upload, "video-upload", new RouteValueDictionary { ["id"] = upload.Id });
    }

    private static async Task<Ok<Page<VideoUpload>>> ListAsync(int? limit, int? offset, PieceUploads uploads, CancellationToken cancellationToken) =>
        TypedResults.Ok(await uploads.ListAsync(Request.Limit(limit), Request.Offset(offset), cancellationToken));

    private static async Task<Ok<VideoUpload>> GetAsync(Guid id, PieceUploads uploads, CancellationToken cancellationToken) =>
        TypedResults.Ok(await uploads.GetAsync(id, cancellationToken));

    private static async Task<NoContent> HeadAsync(Guid id, HttpResponse response, PieceUploads uploads, CancellationToken cancellationToken)
    {
        var upload = await uploads.GetAsync(id, cancellationToken);
        response.Headers.CacheControl = "no-store";
        Set(response, upload.Received);
        response.Headers[LengthHeader] = upload.Bytes.ToString(CultureInfo.InvariantCulture);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> AddAsync(
        Guid id, [FromHeader(Name = OffsetHeader)] long? offset, HttpRequest request, HttpResponse response, PieceUploads uploads, CancellationToken cancellationToken)
    {
        if (offset is not { } at)
            throw ApiException.Bad("wrong-parameter", $"The header {OffsetHeader} is missing: it says where the piece begins.");
        Set(response, await uploads.AddAsync(id, at, request.Body, request.ContentLength, cancellationToken));
        return TypedResults.NoContent();
    }

    private static async Task<IResult> CompleteAsync(
        Guid id, [FromBody] VideoUploadEnd? end, PieceUploads uploads, IngestProxy ingest, VideoCatalog reader, CancellationToken cancellationToken)
    {
        var (clip, duplicate) = await uploads.CompleteAsync(id, Sha256(end?.Sha256), ingest, cancellationToken);
        var video = VideoFiles.View(await reader.FindAsync(clip, cancellationToken), duplicate);
        return duplicate ? TypedResults.Ok(video) : TypedResults.Created($"{StudioApi.Root}/videos/{clip}", video);
    }

    private static async Task<NoContent> DeleteAsync(Guid id, PieceUploads uploads, CancellationToken cancellationToken)
    {
        await uploads.DeleteAsync(id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static void Set(HttpResponse response, long offset) => response.Headers[OffsetHeader] = offset.ToString(CultureInfo.InvariantCulture);

    private static string? Sha256(string? text) => text is null ? null
        : text.Length == 64 && text.All(char.IsAsciiHexDigit) ? text.ToLowerInvariant()
        : throw ApiException.Field("sha256", $"sha256 has 64 hexadecimal digits; '{text}' has not.");
}
