using System.Net;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Contracts.Api;
using Wav2Kp.Media;
using Wav2Kp.Testing;

namespace Wav2Kp.Studio.Tests;

public sealed class VideoLookTests(StudioServer server) : ConsoleTest(server)
{
    [Fact]
    public async Task A_video_has_a_small_picture_that_is_made_once()
    {
        var video = await RealAsync();
        string address = $"videos/{video.Id}/files/thumbnail.jpg";
        var pictures = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Server.Http.GetByteArrayAsync(address, Cancellation)));
        pictures.ShouldAllBe(p => p.SequenceEqual(pictures[0]));
        pictures[0].AsSpan(0, 2).ToArray().ShouldBe([0xff, 0xd8]);
        pictures[0].Length.ShouldBeInRange(1000, 20_000);
        using var response = await Server.Http.GetAsync(address, Cancellation);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");
        (await Server.Objects.ExistsAsync($"clips/{video.Id:N}/look/thumbnail.jpg", Cancellation)).ShouldBeTrue();
        // on the page when it is known that there is a picture in it
        (await PageAsync("/clips")).ShouldNotContain(address);
        string media = ContractJson.ToElement(await MediaProbe.ProbeAsync(SharedFolder.PathOf("data", "grid-s1", "bbaf2n.mpg"), Cancellation)).GetRawText();
        await ChangeAsync(c => c.Database.ExecuteSqlAsync($"UPDATE clips SET media = {media}::jsonb WHERE id = {video.Id}", Cancellation));
        (await PageAsync("/clips")).ShouldContain($"src=\"/api/v1/{address}\" loading=\"lazy\"");
    }

    [Fact]
    public async Task A_copy_that_every_browser_plays_is_made_when_it_is_asked_for()
    {
        var video = await RealAsync();
        string address = $"videos/{video.Id}/files/web.mp4";
        (await ProblemAsync(HttpMethod.Get, address, null, HttpStatusCode.NotFound)).Code.ShouldBe("not-made");
        var link = await PostAsync<FileLink>($"videos/{video.Id}/preview", null, HttpStatusCode.OK);
        (link.Name, link.Url).ShouldBe(("web.mp4", "/api/v1/" + address));
        (await PostAsync<FileLink>($"videos/{video.Id}/preview", null, HttpStatusCode.OK)).ShouldBe(link);
        byte[] copy = await Server.Http.GetByteArrayAsync(address, Cancellation);
        copy.LongLength.ShouldBe(link.Bytes);
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.mp4");
        try
        {
            await File.WriteAllBytesAsync(file, copy, Cancellation);
            var media = await TalkingClip.ValidateAsync(file, Cancellation);
            media.Video.ShouldNotBeNull().ShouldSatisfyAllConditions(v => v.Codec.ShouldBe("h264"), v => (v.Width, v.Height).ShouldBe((360, 288)), v => v.FrameCount.ShouldBe(75));
            media.Audio.ShouldNotBeNull().Codec.ShouldBe("aac");
        }
        finally
        {
            File.Delete(file);
        }
        (await PageAsync($"/clips/{video.Id}")).ShouldContain($"data-preview=\"/api/v1/videos/{video.Id}/preview\"");
    }

    [Fact]
    public async Task What_shows_nothing_says_so()
    {
        var clip = await Server.AddClipAsync("no video.mp4", ClipState.Uploaded);
        (await ProblemAsync(HttpMethod.Get, $"videos/{clip.Id}/files/thumbnail.jpg", null, HttpStatusCode.Conflict)).Detail!.ShouldContain("damaged");
        await ProblemAsync(HttpMethod.Post, $"videos/{clip.Id}/preview", null, HttpStatusCode.Conflict);
        await ProblemAsync(HttpMethod.Post, $"videos/{Guid.NewGuid()}/preview", null, HttpStatusCode.NotFound);
        await Server.Objects.DeleteAsync(clip.SourceKey, Cancellation);
        (await ProblemAsync(HttpMethod.Post, $"videos/{clip.Id}/preview", null, HttpStatusCode.NotFound)).Code.ShouldBe("file-missing");
        await using var alone = await Server.StartStudioAsync("http://127.0.0.1:1");
        using var http = new HttpClient { BaseAddress = new Uri(alone.Address, "/api/v1/") };
        (await http.PostAsync($"videos/{clip.Id}/preview", null, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    private async Task<Video> RealAsync()
    {
        // the same bytes are the same video: each test has its own by what follows the end
        byte[] content = [.. await File.ReadAllBytesAsync(SharedFolder.PathOf("data", "grid-s1", "bbaf2n.mpg"), Cancellation), .. Guid.NewGuid().ToByteArray()];
        return await PostAsync<Video>("videos?name=real.mpg", Bytes(content), HttpStatusCode.Created);
    }
}
