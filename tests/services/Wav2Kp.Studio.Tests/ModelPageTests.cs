using System.Net;
using System.Text;
using System.Text.Json;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;
using Wav2Kp.Contracts.Api;
using Wav2Kp.Studio.Components;

namespace Wav2Kp.Studio.Tests;

public sealed class ModelPageTests(StudioServer server) : ConsoleTest(server)
{
    [Fact]
    public async Task A_model_shows_its_figures_card_and_files()
    {
        var model = await ModelAsync();
        byte[] card = JsonSerializer.SerializeToUtf8Bytes(new
        {
            format = 1,
            frameRate = "25",
            licenceNotes = "GRID: for <research>.",
            meanFace = Enumerable.Range(0, 136).Select(i => i % 17 * 0.1),
            trainedOn = new { trainClips = Enumerable.Repeat("c", 48), validationClips = new[] { "a", "b" }, testClips = new[] { "d" }, epochs = 9, bestEpoch = 7, steps = 1234, stoppedEarly = true },
        });
        await Server.Objects.DeleteAsync(model.ObjectPrefix + "model.json", Cancellation);
        await Server.Objects.PutAsync(model.ObjectPrefix + "model.json", new MemoryStream(card), Cancellation);
        string html = await PageAsync($"/models/{model.Id}");
        string text = TextOf(html);
        text.ShouldContain("mouth_r 0.83 lip_lmd 0.9 odd –");
        text.ShouldContain("Licence notes GRID: for <research>.");
        text.ShouldContain("48, 2, 1");
        text.ShouldContain("9, the best is 7, stopped early");
        html.ShouldContain("aria-label=\"mean face of the model\"");
        html.ShouldContain($"href=\"/api/v1/models/{model.Id}/files/weights.safetensors\"");
        html.ShouldContain($"href=\"/runs/{model.RunId}\"");
        TextOf(await PageAsync("/models")).ShouldContain($"{model.Name} 1 candidate wav2kp 0.83 0.9");
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("{\"meanFace\":[1,2]}")]
    public async Task A_model_whose_card_cannot_be_read_is_shown_all_the_same(string card)
    {
        var model = await ModelAsync();
        await Server.Objects.DeleteAsync(model.ObjectPrefix + "model.json", Cancellation);
        await Server.Objects.PutAsync(model.ObjectPrefix + "model.json", new MemoryStream(Encoding.UTF8.GetBytes(card)), Cancellation);
        string html = await PageAsync($"/models/{model.Id}");
        TextOf(html).ShouldContain("mouth_r 0.83");
        html.ShouldNotContain("mean face of the model");
    }

    [Fact]
    public async Task An_animation_is_asked_for_with_what_there_is()
    {
        var model = await ModelAsync();
        var clip = await Server.AddClipAsync("speaker <b>.mp4");
        string html = await PageAsync($"/animate?model={model.Id}&clip={clip.Id}");
        html.ShouldContain($"<option value=\"{model.Id}\" selected>");
        html.ShouldContain($"<option value=\"{clip.Id}\" selected>");
        html.ShouldNotContain("<b>.mp4");
        TextOf(html).ShouldContain($"{model.Name} 1 (mouth_r 0.83)");
        foreach (string wrong in new[] { $"model={Guid.NewGuid()}", $"clip={Guid.NewGuid()}" })
            await PageAsync($"/animate?{wrong}", HttpStatusCode.NotFound);
        // a clip that has no landmarks is no face yet
        var fresh = await Server.AddClipAsync(state: ClipState.Uploaded);
        (await PageAsync($"/animate?clip={fresh.Id}")).ShouldNotContain($"value=\"{fresh.Id}\"");
    }

    [Fact]
    public async Task A_finished_animation_plays_on_its_job_s_and_its_model_s_pages()
    {
        var model = await ModelAsync();
        var clip = await Server.AddClipAsync();
        var job = await PostAsync<Contracts.Api.Job>("animations", Json(new { modelId = model.Id, audioVideoId = clip.Id, name = "hello" }), HttpStatusCode.Accepted);
        var preview = await Server.ArtifactAsync(ArtifactKinds.Preview, $"renders/{job.Id}/preview.mp4");
        await ChangeAsync(async catalog =>
        {
            catalog.Add(preview);
            await catalog.SaveChangesAsync(Cancellation);
            catalog.Add(new StepArtifact { StepId = job.Steps[0].Id, ArtifactId = preview.Id });
            var row = (await catalog.Jobs.FindAsync([job.Id], Cancellation))!;
            (row.State, row.FinishedAt) = (JobState.Succeeded, DateTimeOffset.UtcNow);
        });
        string source = $"src=\"/api/v1/jobs/{job.Id}/files/preview.mp4\"";
        foreach (string address in new[] { $"/jobs/{job.Id}", $"/models/{model.Id}", $"/runs/{model.RunId}" })
            (await PageAsync(address)).ShouldContain(source);
    }

    [Fact]
    public void A_face_is_drawn_from_68_points_only()
    {
        FaceDrawing.Of([.. Enumerable.Range(0, 136).Select(i => (double)i)])!.Path.Count(c => c == 'M').ShouldBe(9);
        FaceDrawing.Of(null).ShouldBeNull();
        FaceDrawing.Of([1, 2]).ShouldBeNull();
        FaceDrawing.Of([.. Enumerable.Repeat(1.0, 136)]).ShouldBeNull();
        FaceDrawing.Of([double.NaN, .. Enumerable.Range(0, 135).Select(i => (double)i)]).ShouldBeNull();
    }
}
