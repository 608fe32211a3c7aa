using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Wav2Kp.Catalog;
using Wav2Kp.Catalog.Clips;
using Wav2Kp.Contracts;
using Wav2Kp.Contracts.Api;
using Wav2Kp.Media;
using Wav2Kp.Objects;
using Wav2Kp.Studio.Errors;
using Wav2Kp.Studio.Files;
using Wav2Kp.Studio.Http;

namespace Wav2Kp.Studio.Videos;

/// <summary>Uploading, listing and downloading videos.</summary>
internal static class VideoEndpoints
{
    private const long MaxLandmarks = 256L << 20; // more than 300,000 frames

    public static void MapVideos(this RouteGroupBuilder api)
    {
        var videos = api.MapGroup("/videos").WithTags("Videos");
        videos.MapPost("/", UploadAsync).WithSummary("Upload a video; its bytes are the body. The same bytes again give the same video.")
            .TakesFile().WithMetadata(new DisableRequestSizeLimitAttribute())
            .Produces<Video>().Produces<Video>(201).Fails(400, 502, 503, 507);
        videos.MapGet("/", ListAsync).WithSummary("List videos, the newest first: state=ready, filter=speaker = 's1' and quality >= 0.9 and length > 2, order=length desc.").Fails(400);
        videos.MapGet("/{id:guid}", GetAsync).WithName("video").WithSummary("Get a video.").Fails(404);
        videos.MapGet("/{id:guid}/files/{name}", DownloadAsync)
            .WithSummary("Download a file of a video: source, audio.wav, features.safetensors, landmarks.safetensors, faces.tar, contact-sheet.jpg, thumbnail.jpg or, once it was made, web.mp4.")
            .SendsFile().Fails(409, 502, 503);
        videos.MapPost("/{id:guid}/preview", PreviewAsync).Fails(404, 409, 502, 503)
            .WithSummary("Have web.mp4 made, a smaller copy that every browser plays, unless it is there.");
        videos.MapPatch("/{id:guid}", ChangeAsync).WithSummary("Say who speaks in a video, or change its tags; If-Match with its ETag keeps others' changes.").Fails(400, 404, 412);
        videos.MapDelete("/{id:guid}", DeleteAsync).WithSummary("Delete a video with all that was made of it, unless a dataset holds it.").Fails(404, 409, 412);
        videos.MapPut("/{id:guid}/known-landmarks", PutLandmarksAsync).TakesFile()
            .WithSummary("Give a video's landmarks, to compare the detected ones with (or, by the setting Landmarks:Model=known, to be used instead): safetensors with points [F,68,2] in source pixels.")
            .WithMetadata(new RequestSizeLimitAttribute(MaxLandmarks)).Fails(400, 404, 412, 413);
    }

    private static async Task<IResult> UploadAsync(
        string? name, HttpContext context, IngestProxy ingest, VideoCatalog reader, CancellationToken cancellationToken)
    {
        var (id, duplicate) = await ingest.ForwardAsync(context.Request.Body, context.Request.ContentLength, Request.FileName(name), null, cancellationToken);
        var video = VideoFiles.View(await reader.FindAsync(id, cancellationToken), duplicate);
        return duplicate ? TypedResults.Ok(video) : TypedResults.Created($"{StudioApi.Root}/videos/{id}", video);
    }

    private static async Task<Ok<Page<Video>>> ListAsync(
        string? state, string? filter, string? order, int? limit, int? offset, VideoCatalog reader, CancellationToken cancellationToken)
    {
        var page = await reader.ListAsync(
            Request.Word<ClipState>("state", state), ClipFilter.Parse(filter), ClipFilter.Order(order), Request.Limit(limit), Request.Offset(offset), cancellationToken);
        return TypedResults.Ok(new Page<Video> { Items = [.. page.Items.Select(v => v.Video)], Total = page.Total, Limit = page.Limit, Offset = page.Offset });
    }

    private static async Task<Ok<Video>> GetAsync(Guid id, VideoCatalog reader, CancellationToken cancellationToken) =>
        TypedResults.Ok((await reader.GetAsync(id, cancellationToken)).Video);

    private static async Task<Ok<Video>> ChangeAsync(
        Guid id, VideoChange change, HttpRequest request, VideoEditor editor, VideoCatalog reader, CancellationToken cancellationToken)
    {
        await editor.ChangeAsync(id, change, clip => ETags.ThrowIfChanged(request, VideoFiles.View(clip)), cancellationToken);
        return TypedResults.Ok((await reader.GetAsync(id, cancellationToken)).Video);
    }

    private static async Task<NoContent> DeleteAsync(Guid id, HttpRequest request, VideoEditor editor, CancellationToken cancellationToken)
    {
        await editor.DeleteAsync(id, clip => ETags.ThrowIfChanged(request, VideoFiles.View(clip)), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> DownloadAsync(
        Guid id, string name, HttpContext context, VideoCatalog reader, IObjectStore objects, IngestProxy ingest, CancellationToken cancellationToken)
    {
        var clip = await reader.FindAsync(id, cancellationToken);
        if (ClipDerivedFiles.All.Contains(name))
            return await SendDerivedAsync(clip, name, context, objects, ingest, cancellationToken);
        var file = VideoFiles.Of(clip).FirstOrDefault(f => f.Name == name)
            ?? throw ApiException.NotFound($"file '{name}' of the video", $"'{clip.Name}'");
        return await file.SendAsync(objects, context, VideoFiles.DownloadName(clip, file));
    }

    private static async Task<IResult> SendDerivedAsync(
        Clip clip, string name, HttpContext context, IObjectStore objects, IngestProxy ingest, CancellationToken cancellationToken)
    {
        string key = ObjectKeys.ClipDerived(clip.Id, name);
        if (!await objects.ExistsAsync(key, cancellationToken))
        {
            if (name == ClipDerivedFiles.Web)
                throw new ApiException(StatusCodes.Status404NotFound, "not-made", $"The video '{clip.Name}' has no {name} yet: POST {StudioApi.Root}/videos/{clip.Id}/preview makes it.");
            await ingest.LookAsync(clip.Id, name, cancellationToken);
        }
        var file = new StoredFile(name, key, 0);
        return await file.SendAsync(objects, context, VideoFiles.DownloadName(clip, file));
    }

    private static async Task<Ok<FileLink>> PreviewAsync(Guid id, IngestProxy ingest, CancellationToken cancellationToken) =>
        TypedResults.Ok(new FileLink { Name = ClipDerivedFiles.Web, Url = VideoFiles.Url(id, ClipDerivedFiles.Web), Bytes = await ingest.LookAsync(id, ClipDerivedFiles.Web, cancellationToken) });

    private static async Task<Ok<Video>> PutLandmarksAsync(
        Guid id, HttpRequest request, VideoCatalog reader, VideoEditor editor, IObjectStore objects, CancellationToken cancellationToken)
    {
        // before all of them are read, and once more when nobody else can change it
        void Check(Clip clip) => ETags.ThrowIfChanged(request, VideoFiles.View(clip));
        Check(await reader.FindAsync(id, cancellationToken));
        using var body = new MemoryStream(request.ContentLength is { } length and > 0 and <= MaxLandmarks ? (int)length : 0);
        await request.Body.CopyToAsync(body, cancellationToken);
        body.Position = 0;
        KnownLandmarks.Check(body);
        string hash = Convert.ToHexStringLower(SHA256.HashData(body.GetBuffer().AsSpan(0, (int)body.Length)));
        string key = ObjectKeys.ClipKnownLandmarks(id, hash);
        body.Position = 0;
        await objects.PutAsync(key, body, cancellationToken);
        return TypedResults.Ok(VideoFiles.View(await editor.SetLandmarksAsync(id, key, Check, cancellationToken)));
    }
}
