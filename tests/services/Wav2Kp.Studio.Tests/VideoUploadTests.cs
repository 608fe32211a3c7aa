using System.Net;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts.Api;
using VideoUpload = Wav2Kp.Contracts.Api.VideoUpload;

namespace Wav2Kp.Studio.Tests;

public sealed class VideoUploadTests(StudioServer server) : ApiTest(server)
{
    private const int Piece = 300_000;

    [Fact]
    public async Task Pieces_become_a_video()
    {
        byte[] content = RandomNumberGenerator.GetBytes(2 * Piece + 1000);
        var upload = await BeginAsync(content, "talk.mp4");
        (upload.Received, upload.VideoId).ShouldBe((0, null));
        long at = 0;
        foreach (int length in new[] { Piece, Piece, 1000 })
        {
            (await SendAsync(upload.Id, at, content.AsSpan((int)at, length).ToArray())).ShouldBe(at + length);
            at += length;
            (await HeadAsync(upload.Id)).ShouldBe((at, content.Length));
            (await GetAsync<VideoUpload>($"video-uploads/{upload.Id}")).Received.ShouldBe(at);
        }
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        var video = await PostAsync<Video>($"video-uploads/{upload.Id}/complete", Json(new { sha256 }), HttpStatusCode.Created);
        (video.Name, video.Sha256, video.Bytes, video.State).ShouldBe(("talk.mp4", sha256, content.Length, VideoState.Uploaded));
        (await Server.Http.GetByteArrayAsync($"videos/{video.Id}/files/source", Cancellation)).ShouldBe(content);

        // nothing is left of the pieces, and to ask again changes nothing
        (await PiecesAsync(upload.Id)).ShouldBe(0);
        (await PostAsync<Video>($"video-uploads/{upload.Id}/complete", Json(new { sha256 }), HttpStatusCode.Created)).Id.ShouldBe(video.Id);
        (await GetAsync<VideoUpload>($"video-uploads/{upload.Id}")).VideoId.ShouldBe(video.Id);
        (await GetAsync<Page<VideoUpload>>("video-uploads?limit=1000")).Items.ShouldNotContain(u => u.Id == upload.Id);
        (await ProblemAsync(Part(upload.Id, content.Length, [1]), HttpStatusCode.Conflict)).Code.ShouldBe("complete");

        // the same content again is the same video
        upload = await BeginAsync(content, "again.mp4", sha256);
        await SendAsync(upload.Id, 0, content);
        var same = await PostAsync<Video>($"video-uploads/{upload.Id}/complete", null, HttpStatusCode.OK);
        (same.Id, same.Duplicate).ShouldBe((video.Id, true));
    }

    [Fact]
    public async Task After_a_broken_connection_the_upload_goes_on_behind_the_last_whole_piece()
    {
        byte[] content = RandomNumberGenerator.GetBytes(3 * Piece);
        var upload = await BeginAsync(content);
        await SendAsync(upload.Id, 0, content[..Piece]);
        using (var broken = Part(upload.Id, Piece, new BrokenContent(content.AsMemory(Piece, Piece), 100_000)))
            await Should.ThrowAsync<HttpRequestException>(async () => (await Server.Http.SendAsync(broken, Cancellation)).EnsureSuccessStatusCode());
        (await HeadAsync(upload.Id)).Received.ShouldBe(Piece);

        // a piece that comes twice, or too late, is told where to go on
        var problem = await ProblemAsync(Part(upload.Id, 0, content[..Piece]), HttpStatusCode.Conflict);
        (problem.Code, problem.Detail!.Contains($"{Piece} bytes are here")).ShouldBe(("wrong-offset", true));
        (await ProblemAsync(Part(upload.Id, 2 * Piece, content[(2 * Piece)..]), HttpStatusCode.Conflict)).Code.ShouldBe("wrong-offset");
        (await ProblemAsync(HttpMethod.Post, $"video-uploads/{upload.Id}/complete", Json(new { }), HttpStatusCode.Conflict)).Code.ShouldBe("incomplete");

        // it goes on over another Studio as well as over this one
        await using var other = await Server.StartStudioAsync(Server.Ingest.Address.ToString());
        using var http = new HttpClient { BaseAddress = new Uri(other.Address, "/api/v1/") };
        using (var next = Part(upload.Id, Piece, content[Piece..]))
            (await http.SendAsync(next, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var video = await PostAsync<Video>($"video-uploads/{upload.Id}/complete", null, HttpStatusCode.Created);
        video.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(content)));
        (await PiecesAsync(upload.Id)).ShouldBe(0);
    }

    [Fact]
    public async Task Of_the_same_piece_sent_many_times_at_once_one_counts()
    {
        byte[] content = RandomNumberGenerator.GetBytes(2 * Piece);
        var upload = await BeginAsync(content);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            using var part = Part(upload.Id, 0, content[..Piece]);
            using var response = await Server.Http.SendAsync(part, Cancellation);
            return response.StatusCode;
        }));
        answers.Count(a => a == HttpStatusCode.NoContent).ShouldBe(1);
        answers.Count(a => a == HttpStatusCode.Conflict).ShouldBe(5);
        (await PiecesAsync(upload.Id)).ShouldBe(1);
        await SendAsync(upload.Id, Piece, content[Piece..]);
        var videos = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            using var response = await Server.Http.PostAsync($"video-uploads/{upload.Id}/complete", Json(new { }), Cancellation);
            return response.StatusCode;
        }));
        videos.ShouldContain(HttpStatusCode.Created);
        videos.ShouldAllBe(v => v == HttpStatusCode.Created || v == HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task What_is_not_what_was_sent_is_not_kept()
    {
        byte[] content = RandomNumberGenerator.GetBytes(1000);
        var upload = await BeginAsync(content, sha256: new string('0', 64));
        await SendAsync(upload.Id, 0, content);
        (await ProblemAsync(HttpMethod.Post, $"video-uploads/{upload.Id}/complete", Json(new { sha256 = new string('1', 64) }), HttpStatusCode.BadRequest)).Errors!.Keys.ShouldBe(["sha256"]);
        var problem = await ProblemAsync(HttpMethod.Post, $"video-uploads/{upload.Id}/complete", Json(new { }), HttpStatusCode.Conflict);
        problem.Code.ShouldBe("damaged");
        problem.Detail!.ShouldContain(Convert.ToHexStringLower(SHA256.HashData(content)));
        await ProblemAsync(HttpMethod.Get, $"video-uploads/{upload.Id}", null, HttpStatusCode.NotFound);
        (await PiecesAsync(upload.Id)).ShouldBe(0);
        await using var catalog = Server.CreateDbContext();
        (await catalog.Clips.AnyAsync(c => c.Bytes == 1000 && c.Name == upload.Name, Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task Gigabytes_are_held_nowhere()
    {
        long piece = 64L << 20, bytes = 12 * piece + 5;
        var upload = await PostAsync<VideoUpload>("video-uploads", Json(new { name = "long.mp4", bytes }), HttpStatusCode.Created);
        long studio = Server.Studio.PeakMemory, ingest = Server.Ingest.PeakMemory;
        for (long at = 0; at < bytes; at += piece)
            await SendAsync(upload.Id, at, new StreamContent(new PatternStream(Math.Min(piece, bytes - at))) { Headers = { ContentLength = Math.Min(piece, bytes - at) } });
        (await PostAsync<Video>($"video-uploads/{upload.Id}/complete", null, HttpStatusCode.Created)).Bytes.ShouldBe(bytes);
        (Server.Studio.PeakMemory - studio).ShouldBeLessThan(96 << 20);
        (Server.Ingest.PeakMemory - ingest).ShouldBeLessThan(96 << 20);
    }

    [Fact]
    public async Task Uploads_that_nobody_goes_on_with_are_cleared()
    {
        await using var tidy = await Server.StartStudioAsync(Server.Ingest.Address.ToString(), ("Uploads__CleaningInterval", "00:00:00.2"));
        var old = await BeginAsync(RandomNumberGenerator.GetBytes(2 * Piece));
        await SendAsync(old.Id, 0, RandomNumberGenerator.GetBytes(Piece));
        var other = await BeginAsync(RandomNumberGenerator.GetBytes(2 * Piece));
        await ChangeAsync(c => c.VideoUploads.Where(u => u.Id == old.Id).ExecuteUpdateAsync(s => s.SetProperty(u => u.ExpiresAt, DateTimeOffset.UtcNow.AddSeconds(-1)), Cancellation));
        var until = DateTimeOffset.UtcNow.AddMinutes(2);
        await using var catalog = Server.CreateDbContext();
        while (await catalog.VideoUploads.AnyAsync(u => u.Id == old.Id, Cancellation))
        {
            DateTimeOffset.UtcNow.ShouldBeLessThan(until);
            await Task.Delay(100, Cancellation);
        }
        (await PiecesAsync(old.Id)).ShouldBe(0);
        (await catalog.VideoUploadPieces.CountAsync(p => p.UploadId == old.Id, Cancellation)).ShouldBe(0);
        (await GetAsync<Page<VideoUpload>>("video-uploads?limit=1000")).Items.ShouldContain(u => u.Id == other.Id);
        (await Server.Http.DeleteAsync($"video-uploads/{other.Id}", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await ProblemAsync(HttpMethod.Delete, $"video-uploads/{other.Id}", null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task No_more_uploads_are_begun_than_there_is_room_for()
    {
        await using var small = await Server.StartStudioAsync(Server.Ingest.Address.ToString(), ("Uploads__MaxOpen", "0"), ("Uploads__MaxBytes", "1000"));
        using var http = new HttpClient { BaseAddress = new Uri(small.Address, "/api/v1/") };
        (await http.PostAsync("video-uploads", Json(new { name = "a.mp4", bytes = 1000 }), Cancellation)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await http.PostAsync("video-uploads", Json(new { name = "a.mp4", bytes = 1001 }), Cancellation)).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Wrong_uploads_are_problems()
    {
        foreach (var (body, field) in new (object, string)[]
        {
            (new { name = "../a.mp4", bytes = 1 }, "name"), (new { name = "a\u0001.mp4", bytes = 1 }, "name"), (new { name = "", bytes = 1 }, "name"), (new { name = new string('x', 256), bytes = 1 }, "name"),
            (new { name = "a.mp4", bytes = 0 }, "bytes"), (new { name = "a.mp4", bytes = "many" }, "bytes"), (new { name = "a.mp4", bytes = 1, sha256 = "abc" }, "sha256"),
        })
            (await ProblemAsync(HttpMethod.Post, "video-uploads", Json(body), HttpStatusCode.BadRequest)).Errors!.Keys.ShouldBe([field]);
        var upload = await BeginAsync(new byte[2 * Piece]);
        (await ProblemAsync(Part(upload.Id, 0, []), HttpStatusCode.BadRequest)).Code.ShouldBe("empty-piece");
        (await ProblemAsync(Part(upload.Id, 0, new byte[1000]), HttpStatusCode.BadRequest)).Code.ShouldBe("too-short");
        (await ProblemAsync(Part(upload.Id, 0, new byte[2 * Piece + 1]), HttpStatusCode.BadRequest)).Code.ShouldBe("too-long");
        using var unsaid = new HttpRequestMessage(HttpMethod.Patch, $"video-uploads/{upload.Id}") { Content = Bytes([1]) };
        (await ProblemAsync(unsaid, HttpStatusCode.BadRequest)).Detail!.ShouldContain("Upload-Offset");
        upload = await PostAsync<VideoUpload>("video-uploads", Json(new { name = "l.mp4", bytes = 100 << 20 }), HttpStatusCode.Created);
        using var huge = Part(upload.Id, 0, new StreamContent(new PatternStream(65 << 20)) { Headers = { ContentLength = 65 << 20 } });
        huge.Headers.ExpectContinue = true;
        (await ProblemAsync(huge, HttpStatusCode.RequestEntityTooLarge)).Code.ShouldBe("too-large");
        await ProblemAsync(Part(Guid.NewGuid(), 0, [1]), HttpStatusCode.NotFound);
        (await PiecesAsync(upload.Id)).ShouldBe(0);

        var first = await PostAsync<VideoUpload>("video-uploads", Json(new { name = "k.mp4", bytes = 5 }), HttpStatusCode.Created, $"key {upload.Id}");
        (await PostAsync<VideoUpload>("video-uploads", Json(new { name = "k.mp4", bytes = 5 }), HttpStatusCode.Created, $"key {upload.Id}")).Id.ShouldBe(first.Id);
        (await ProblemAsync(HttpMethod.Post, "video-uploads", Json(new { name = "k.mp4", bytes = 6 }), HttpStatusCode.Conflict, $"key {upload.Id}")).Code.ShouldBe("idempotency-key-used");
    }

    private Task<VideoUpload> BeginAsync(byte[] content, string? name = null, string? sha256 = null) =>
        PostAsync<VideoUpload>("video-uploads", Json(new { name = name ?? $"{Guid.NewGuid():N}.mp4", bytes = content.Length, sha256 }), HttpStatusCode.Created);

    private static HttpRequestMessage Part(Guid id, long at, byte[] content) => Part(id, at, Bytes(content));

    private static HttpRequestMessage Part(Guid id, long at, HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, $"video-uploads/{id}") { Content = content };
        request.Headers.Add("Upload-Offset", $"{at}");
        request.Content.Headers.ContentType = new("application/octet-stream");
        return request;
    }

    private Task<long> SendAsync(Guid id, long at, byte[] content) => SendAsync(id, at, Bytes(content));

    private async Task<long> SendAsync(Guid id, long at, HttpContent content)
    {
        using var request = Part(id, at, content);
        using var response = await Server.Http.SendAsync(request, Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.NoContent, await response.Content.ReadAsStringAsync(Cancellation));
        return long.Parse(response.Headers.GetValues("Upload-Offset").Single(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<(long Received, long Bytes)> HeadAsync(Guid id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, $"video-uploads/{id}");
        using var response = await Server.Http.SendAsync(request, Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        return (long.Parse(response.Headers.GetValues("Upload-Offset").Single(), System.Globalization.CultureInfo.InvariantCulture),
            long.Parse(response.Headers.GetValues("Upload-Length").Single(), System.Globalization.CultureInfo.InvariantCulture));
    }

    private async Task<int> PiecesAsync(Guid id)
    {
        int count = 0;
        await foreach (var _ in Server.Objects.ListAsync($"incoming/{id:N}/", Cancellation))
            count++;
        return count;
    }

    /// <summary>A body that breaks off.</summary>
    private sealed class BrokenContent(ReadOnlyMemory<byte> content, int sent) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(content[..sent]);
            await stream.FlushAsync();
            throw new HttpRequestException("The line broke.");
        }

        protected override bool TryComputeLength(out long length)
        {
            length = content.Length;
            return true;
        }
    }
}
