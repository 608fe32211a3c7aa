using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Tests;

public sealed class VideoTests(StudioServer server) : ApiTest(server)
{
    [Fact]
    public async Task A_video_is_uploaded_through_Ingest_and_the_same_bytes_are_the_same_video()
    {
        byte[] content = RandomNumberGenerator.GetBytes(300_000);
        var first = await PostAsync<Video>("videos?name=" + Uri.EscapeDataString("it's \"ein\" Gruß 漢字.mp4"), Bytes(content), HttpStatusCode.Created);
        first.Name.ShouldBe("it's \"ein\" Gruß 漢字.mp4");
        first.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(content)));
        first.Bytes.ShouldBe(content.Length);
        first.State.ShouldBe(VideoState.Uploaded);
        first.Duplicate.ShouldBeFalse();

        var second = await PostAsync<Video>("videos?name=other.mkv", Bytes(content), HttpStatusCode.OK);
        second.Id.ShouldBe(first.Id);
        second.Duplicate.ShouldBeTrue();
        second.Name.ShouldBe(first.Name);

        var stored = await GetAsync<Video>($"videos/{first.Id}");
        stored.Files.ShouldHaveSingleItem().Name.ShouldBe("source");
        (await Server.Http.GetByteArrayAsync(stored.Files[0].Url, Cancellation)).ShouldBe(content);
    }

    [Fact]
    public async Task A_large_upload_flows_through_without_being_held()
    {
        const long Size = 512L << 20;
        await PostAsync<Video>("videos?name=warm-up.mp4", Bytes(RandomNumberGenerator.GetBytes(1 << 20)), HttpStatusCode.Created);
        long studio = Server.Studio.PeakMemory, ingest = Server.Ingest.PeakMemory;
        using var content = new StreamContent(new PatternStream(Size));
        content.Headers.ContentLength = Size;
        var video = await PostAsync<Video>("videos?name=large.mp4", content, HttpStatusCode.Created);
        video.Bytes.ShouldBe(Size);
        (Server.Studio.PeakMemory - studio).ShouldBeLessThan(64 << 20);
        (Server.Ingest.PeakMemory - ingest).ShouldBeLessThan(64 << 20);
    }

    [Fact]
    public async Task An_upload_of_unknown_length_is_taken()
    {
        using var content = new StreamContent(new PatternStream(3_000_000));
        using var request = new HttpRequestMessage(HttpMethod.Post, "videos?name=chunked.mp4") { Content = content };
        request.Headers.TransferEncodingChunked = true;
        var response = await Server.Http.SendAsync(request, Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("", "lacks the file's name")]
    [InlineData("?name=", "lacks the file's name")]
    [InlineData("?name=..%2F..%2Fetc%2Fpasswd", "without folders")]
    [InlineData("?name=a%5Cb.mp4", "without folders")]
    [InlineData("?name=..", "without folders")]
    [InlineData("?name=a%00b.mp4", "control characters")]
    [InlineData("?name=a%0Ab.mp4", "control characters")]
    public async Task A_name_that_is_none_of_a_file_is_refused(string query, string says) =>
        (await ProblemAsync(HttpMethod.Post, "videos" + query, Bytes([1, 2, 3]), HttpStatusCode.BadRequest)).Detail!.ShouldContain(says);

    [Fact]
    public async Task A_name_that_is_too_long_is_refused() =>
        (await ProblemAsync(HttpMethod.Post, "videos?name=" + new string('a', 300), Bytes([1]), HttpStatusCode.BadRequest)).Detail!.ShouldContain("255");

    [Fact]
    public async Task Without_Ingest_an_upload_is_answered_with_what_to_do()
    {
        await using var studio = await Server.StartStudioAsync("http://127.0.0.1:1");
        await using var stream = new MemoryStream(new byte[100_000]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(studio.Address, "/api/v1/videos?name=a.mp4")) { Content = new StreamContent(stream) };
        var problem = await ProblemAsync(request, HttpStatusCode.ServiceUnavailable);
        problem.Code.ShouldBe("ingest-unavailable");
        problem.Detail!.ShouldContain("upload again");
    }

    [Fact]
    public async Task Files_answer_to_ranges_and_entity_tags()
    {
        byte[] content = RandomNumberGenerator.GetBytes(1000);
        var clip = await Server.AddClipAsync("a b.mp4", ClipState.Uploaded, content);
        string address = $"videos/{clip.Id}/files/source";
        using var ranged = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Range = new RangeHeaderValue(100, 199) } };
        var part = await Server.Http.SendAsync(ranged, Cancellation);
        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        part.Content.Headers.ContentRange!.ToString().ShouldBe("bytes 100-199/1000");
        part.Content.Headers.ContentType!.MediaType.ShouldBe("video/mp4");
        (await part.Content.ReadAsByteArrayAsync(Cancellation)).ShouldBe(content[100..200]);

        using var suffix = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Range = new RangeHeaderValue(null, 10) } };
        (await (await Server.Http.SendAsync(suffix, Cancellation)).Content.ReadAsByteArrayAsync(Cancellation)).ShouldBe(content[^10..]);

        using var wrong = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Range = new RangeHeaderValue(5000, 6000) } };
        (await ProblemAsync(wrong, HttpStatusCode.RequestedRangeNotSatisfiable)).Detail!.ShouldContain("1000");

        using var same = new HttpRequestMessage(HttpMethod.Get, address);
        same.Headers.IfNoneMatch.Add(part.Headers.ETag!);
        (await Server.Http.SendAsync(same, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task A_file_that_a_browser_might_run_is_saved_instead()
    {
        var clip = await Server.AddClipAsync("page.html", ClipState.Uploaded, "<script>alert(1)</script>"u8.ToArray());
        var response = await Server.Http.GetAsync($"videos/{clip.Id}/files/source", Cancellation);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/octet-stream");
        response.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        response.Content.Headers.ContentDisposition.FileNameStar.ShouldBe("page.html");
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
    }

    [Fact]
    public async Task A_ready_video_has_all_its_files()
    {
        var clip = await Server.AddClipAsync();
        var video = await GetAsync<Video>($"videos/{clip.Id}");
        video.State.ShouldBe(VideoState.Ready);
        video.Files.Select(f => f.Name).ShouldBe(["source", "audio.wav", "features.safetensors", "landmarks.safetensors", "faces.tar"]);
        foreach (var file in video.Files)
            (await Server.Http.GetByteArrayAsync(file.Url, Cancellation)).LongLength.ShouldBe(file.Bytes);
    }

    [Theory]
    [InlineData("faces.tar")]
    [InlineData("nothing")]
    [InlineData("..%2F..%2F..%2Fetc%2Fpasswd")]
    [InlineData("%2e%2e%2fsource")]
    public async Task A_file_that_a_video_does_not_have_is_not_found(string name)
    {
        var clip = await Server.AddClipAsync(state: ClipState.Uploaded);
        (await ProblemAsync(HttpMethod.Get, $"videos/{clip.Id}/files/{name}", null, HttpStatusCode.NotFound)).Code.ShouldBe("not-found");
    }

    [Fact]
    public async Task A_file_that_the_store_lost_is_told_from_one_that_never_was()
    {
        var clip = await Server.AddClipAsync();
        await Server.Objects.DeleteAsync(clip.SourceKey, Cancellation);
        (await ProblemAsync(HttpMethod.Get, $"videos/{clip.Id}/files/source", null, HttpStatusCode.NotFound)).Code.ShouldBe("file-missing");
    }

    [Fact]
    public async Task Videos_are_listed_by_state_and_page_without_a_gap()
    {
        for (int i = 0; i < 5; i++)
            await Server.AddClipAsync(state: ClipState.Failed);
        var all = await GetAsync<Page<Video>>("videos?state=failed&limit=1000");
        all.Total.ShouldBe(all.Items.Count);
        all.Items.Count.ShouldBeGreaterThanOrEqualTo(5);
        all.Items.ShouldAllBe(v => v.State == VideoState.Failed);
        all.Items.Select(v => v.CreatedAt).ShouldBeInOrder(SortDirection.Descending);
        var paged = new List<Guid>();
        for (int offset = 0; offset < all.Total; offset += 2)
            paged.AddRange((await GetAsync<Page<Video>>($"videos?state=failed&limit=2&offset={offset}")).Items.Select(v => v.Id));
        paged.ShouldBe(all.Items.Select(v => v.Id));
    }

    [Theory]
    [InlineData("videos?state=fine", "uploaded, processing, ready")]
    [InlineData("videos?limit=-1", "limit")]
    [InlineData("videos?limit=1001", "limit")]
    [InlineData("videos?limit=many", "'limit' cannot be 'many'")]
    [InlineData("videos?offset=-1", "offset")]
    public async Task A_wrong_list_is_refused(string address, string says) =>
        (await ProblemAsync(HttpMethod.Get, address, null, HttpStatusCode.BadRequest)).Detail!.ShouldContain(says);

    [Fact]
    public async Task Known_landmarks_are_kept()
    {
        var clip = await Server.AddClipAsync(state: ClipState.Uploaded);
        byte[] content = LandmarksFile.Make(20, 18);
        using var request = new HttpRequestMessage(HttpMethod.Put, $"videos/{clip.Id}/known-landmarks") { Content = Bytes(content) };
        (await Server.Http.SendAsync(request, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await GetAsync<Video>($"videos/{clip.Id}")).KnownLandmarks.ShouldBeTrue();
        await using var catalog = Server.CreateDbContext();
        string key = (await catalog.Clips.FindAsync([clip.Id], Cancellation))!.KnownLandmarksKey!;
        await using var stored = await Server.Objects.OpenReadAsync(key, Cancellation);
        var copy = new MemoryStream();
        await stored.CopyToAsync(copy, Cancellation);
        copy.ToArray().ShouldBe(content);
    }

    [Fact]
    public async Task Wrong_landmarks_are_refused_with_what_was_expected()
    {
        var clip = await Server.AddClipAsync(state: ClipState.Uploaded);
        string address = $"videos/{clip.Id}/known-landmarks";
        (await ProblemAsync(HttpMethod.Put, address, Bytes([]), HttpStatusCode.BadRequest)).Detail.ShouldNotBeNull();
        (await ProblemAsync(HttpMethod.Put, address, Bytes("hello, world"u8.ToArray()), HttpStatusCode.BadRequest)).Detail.ShouldNotBeNull();
        (await ProblemAsync(HttpMethod.Put, address, Bytes(LandmarksFile.Make(5, 5, points: 5)), HttpStatusCode.BadRequest)).Detail!.ShouldContain("[frames, 68, 2]");
        (await ProblemAsync(HttpMethod.Put, address, Bytes(LandmarksFile.Make(5, 5, nan: true)), HttpStatusCode.BadRequest)).Detail!.ShouldContain("frame 0");
        (await ProblemAsync(HttpMethod.Put, $"videos/{Guid.NewGuid()}/known-landmarks", Bytes(LandmarksFile.Make(5, 5)), HttpStatusCode.NotFound)).Code.ShouldBe("not-found");
    }

    [Fact]
    public async Task Landmarks_that_are_too_large_are_refused()
    {
        var clip = await Server.AddClipAsync(state: ClipState.Uploaded);
        using var content = new StreamContent(new PatternStream(1L << 30));
        content.Headers.ContentLength = 1L << 30;
        using var request = new HttpRequestMessage(HttpMethod.Put, $"videos/{clip.Id}/known-landmarks") { Content = content };
        request.Headers.ExpectContinue = true;
        (await ProblemAsync(request, HttpStatusCode.RequestEntityTooLarge)).Code.ShouldBe("too-large");
    }

    [Fact]
    public async Task An_unknown_video_is_not_found()
    {
        (await ProblemAsync(HttpMethod.Get, $"videos/{Guid.NewGuid()}", null, HttpStatusCode.NotFound)).Detail!.ShouldContain("There is no video");
        (await ProblemAsync(HttpMethod.Get, $"videos/{Guid.NewGuid()}/files/source", null, HttpStatusCode.NotFound)).Code.ShouldBe("not-found");
        (await ProblemAsync(HttpMethod.Get, "videos/7", null, HttpStatusCode.NotFound)).Code.ShouldBe("not-found");
    }
}
