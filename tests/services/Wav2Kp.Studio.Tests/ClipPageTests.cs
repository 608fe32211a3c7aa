using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;

namespace Wav2Kp.Studio.Tests;

public sealed class ClipPageTests(StudioServer server) : ConsoleTest(server)
{
    private const string Media = """
        {"container":"mpeg","duration":"1489/500","bytes":1000,"warnings":[],
         "video":{"stream":0,"codec":"mpeg1video","width":360,"height":288,"frameRate":"30000/1001","variableFrameRate":false,"frameCount":75},
         "audio":{"stream":1,"codec":"mp2","sampleRate":44100,"channels":2}}
        """;

    [Fact]
    public async Task A_clip_shows_its_video_points_and_figures()
    {
        var clip = await Server.AddClipAsync("it's <i>me</i>.mp4");
        await ChangeAsync(async catalog =>
        {
            (await catalog.Clips.FindAsync([clip.Id], Cancellation))!.Media = JsonDocument.Parse(Media).RootElement;
            var landmarks = await catalog.ClipArtifacts.Include(a => a.Artifact).SingleAsync(a => a.ClipId == clip.Id && a.Kind == ArtifactKinds.Landmarks, Cancellation);
            landmarks.Artifact!.Metadata = JsonSerializer.SerializeToElement(new { source = "network:x", frames = 75, valid = 70, flagged = 10, otherFaces = 1, meanConfidence = 0.987 });
        });
        string html = await PageAsync($"/clips/{clip.Id}");
        html.ShouldNotContain("<i>me");
        html.ShouldContain($"src=\"/api/v1/videos/{clip.Id}/files/source\"");
        html.ShouldContain($"data-landmarks=\"/api/v1/videos/{clip.Id}/files/landmarks.safetensors\"");
        string text = TextOf(html);
        text.ShouldContain("it's <i>me</i>.mp4");
        text.ShouldContain("Length 3.0 s");
        text.ShouldContain("Rate 29.97 (30000/1001) frames/s");
        text.ShouldContain("Frames with a face 70 of 75");
        text.ShouldContain("Mean confidence 0.987");
        html.ShouldNotContain("contact-sheet");
        text = TextOf(await PageAsync("/clips?state=ready"));
        text.ShouldContain("it's <i>me</i>.mp4 ready 3.0 s 29.97 (30000/1001) 360 × 288 80 % 1 KB");
    }

    [Fact]
    public async Task A_rejected_clip_says_why_and_can_be_tried_again()
    {
        var clip = await Server.AddClipAsync("wall.mp4", ClipState.Rejected);
        await ChangeAsync(c => c.Clips.Where(x => x.Id == clip.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.Reason, "No face <anywhere>: film one."), Cancellation));
        string html = await PageAsync($"/clips/{clip.Id}");
        TextOf(html).ShouldContain("No face <anywhere>: film one.");
        html.ShouldContain($"<input type=\"hidden\" name=\"videoIds\" value=\"{clip.Id}\" data-type=\"list\"");
        TextOf(await PageAsync("/clips?state=rejected")).ShouldContain("wall.mp4 No face <anywhere>: film one.");
        await ExtractAsync(clip.Id);
        TextOf(await PageAsync($"/clips/{clip.Id}")).ShouldContain("Job 1 video queued");
    }

    [Fact]
    public async Task Clips_are_taken_in_and_listed_by_state()
    {
        string html = await PageAsync("/clips");
        html.ShouldContain("data-module=\"upload\"");
        html.ShouldContain("<input class=\"hidden\" type=\"file\"");
        TextOf(await PageAsync("/clips?state=fine")).ShouldContain("state is one of uploaded");
        await PageAsync($"/clips/{Guid.NewGuid()}", HttpStatusCode.NotFound);
        foreach (string script in new[] { "upload", "clip", "safetensors", "together", "completion", "animate" })
            (await Server.Http.GetAsync($"/js/{script}.js", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
