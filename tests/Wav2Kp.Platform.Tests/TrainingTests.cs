using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;
using Wav2Kp.Contracts.Api;
using Wav2Kp.Media;
using Xunit;
using DatasetVersion = Wav2Kp.Contracts.Api.DatasetVersion;
using Job = Wav2Kp.Contracts.Api.Job;
using Run = Wav2Kp.Contracts.Api.Run;

namespace Wav2Kp.Platform.Tests;

[Collection("platform")]
public sealed class TrainingTests(PlatformFixture platform)
{
    private static readonly HttpClient s_http = new() { Timeout = TimeSpan.FromMinutes(5) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_videos_to_a_model_to_an_animation_through_the_API_and_a_killed_trainer_ends_with_the_same_weights()
    {
        await platform.StartExtractionAsync();
        Uri studio = (await platform.ServiceAsync("Studio")).Address;
        await platform.RestartAsync("Trainer", new Dictionary<string, string> { ["Trainer__CheckpointInterval"] = "00:00:00", ["Trainer__Threads"] = "1" });

        List<Guid> videos = [];
        foreach (string name in (string[])["lbad6n", "lbak2p", "lbaq6p", "lbayzp", "lbbk4n", "lbbq9s"])
        {
            videos.Add((await platform.UploadFileAsync(TestVideos.Grid(name), null, Token)).Id);
        }
        Job extraction = await PostAsync<Job>("extractions", new ExtractionRequest { VideoIds = videos });
        (await WaitAsync(extraction.Id)).State.ShouldBe(JobState.Succeeded);
        DatasetVersion dataset = await PostAsync<DatasetVersion>(
            "datasets", new DatasetRequest { Name = "six clips", JobId = extraction.Id, Split = new DatasetSplit { Train = 4, Validation = 1, Test = 1 } });
        (dataset.TrainClips, dataset.ValidationClips, dataset.TestClips).ShouldBe((4, 1, 1));

        // undisturbed
        Job whole = await WaitAsync((await TrainAsync("undisturbed")).Id);
        whole.State.ShouldBe(JobState.Succeeded, whole.Error);
        Run run = await GetAsync<Run>($"runs/{whole.RunId}");
        run.Parameters["training.epochs"].ShouldBe("8");
        run.Parameters["recipe"].ShouldBe("wav2kp");
        foreach (string figure in (string[])["mouth_r", "lip_lmd", "nlmd", "lmd_px", "mse", "mouth_range", "train_loss", "val_loss"])
        {
            run.Metrics.Keys.ShouldContain(figure);
        }
        run.Metrics["lip_lmd"]!.Value.ShouldBeInRange(0.1, 10);
        (await GetAsync<JsonElement>("runs?filter=" + Uri.EscapeDataString("metrics.lip_lmd < 10 and params.recipe = 'wav2kp'"))).GetProperty("total").GetInt32().ShouldBeGreaterThanOrEqualTo(1);

        // killed after its first checkpoint
        Job killed = await TrainAsync("killed");
        await WaitForCheckpointAsync(killed.RunId!.Value);
        (await platform.ServiceAsync("Trainer")).KillAndRestart();
        killed = await WaitAsync(killed.Id);
        killed.State.ShouldBe(JobState.Succeeded, killed.Error);
        JobStep training = killed.Steps.Single(step => step.Kind == StepKind.Train);
        training.Attempt.ShouldBeGreaterThan(1);
        training.Result!.Value.GetProperty("resumedFrom").GetInt32().ShouldBeGreaterThan(0, "it went on from the checkpoint");
        (await WeightsAsync(killed.ModelId.ShouldNotBeNull())).ShouldBe(await WeightsAsync(whole.ModelId.ShouldNotBeNull()));
        (await CheckpointsAsync(killed.RunId.GetValueOrDefault())).ShouldBe(0, "the model is safe: its checkpoints are gone");

        // animated, beside the true frames
        await platform.ServiceAsync("Inference");
        Job animation = await PostAsync<Job>(
            "animations", new AnimationRequest { ModelId = whole.ModelId.GetValueOrDefault(), AudioVideoId = videos[0], Face = new FaceSource { Kind = FaceKind.Video, VideoId = videos[0] } });
        animation = await WaitAsync(animation.Id);
        animation.State.ShouldBe(JobState.Succeeded, animation.Error);
        string preview = Path.Combine(platform.Folder, "preview.mp4");
        await File.WriteAllBytesAsync(preview, await s_http.GetByteArrayAsync(new Uri(studio, animation.Files.Single(file => file.Name == "preview.mp4").Url), Token), Token);
        MediaInfo media = await TalkingClip.ValidateAsync(preview, Token);
        (media.Video!.Codec, media.Audio!.Codec, media.Video.FrameRate).ShouldBe(("h264", "aac", (Rational)25));
        animation.Files.Select(file => file.Name).Order().ShouldBe(["keypoints.csv", "keypoints.json", "keypoints.safetensors", "preview.mp4"]);

        // cancelled in the middle: what it learned so far is dropped, and the trainer is free again
        Job cancelled = await TrainAsync("cancelled", epochs: 5000);
        await WaitForCheckpointAsync(cancelled.RunId!.Value);
        await PostAsync<Job>($"jobs/{cancelled.Id}/cancel", null);
        (await WaitAsync(cancelled.Id)).State.ShouldBe(JobState.Cancelled);

        Job wrong = await TrainAsync("no such device", device: "cuda");
        wrong = await WaitAsync(wrong.Id);
        wrong.State.ShouldBe(JobState.Failed);
        wrong.Error.ShouldNotBeNull().ShouldContain("cuda", Case.Insensitive);

        Task<Job> TrainAsync(string name, int epochs = 8, string device = "cpu") => PostAsync<Job>("trainings", new TrainingRequest
        {
            DatasetVersionId = dataset.Id,
            Name = name,
            Device = device,
            Recipe = JsonSerializer.SerializeToElement("wav2kp"),
            Overrides = new Dictionary<string, JsonElement>
            {
                ["training.epochs"] = JsonSerializer.SerializeToElement(epochs),
                ["training.patience"] = JsonSerializer.SerializeToElement(0),
                ["network.hidden"] = JsonSerializer.SerializeToElement(64),
            },
        });

        async Task<T> PostAsync<T>(string path, object? body)
        {
            using HttpResponseMessage answer = await s_http.PostAsync(
                new Uri(studio, $"api/v1/{path}"), body is null ? null : JsonContent.Create(body, body.GetType(), options: ApiJson.Options), Token);
            string text = await answer.Content.ReadAsStringAsync(Token);
            answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {text}");
            return JsonSerializer.Deserialize<T>(text, ApiJson.Options)!;
        }

        async Task<T> GetAsync<T>(string path) => (await s_http.GetFromJsonAsync<T>(new Uri(studio, $"api/v1/{path}"), ApiJson.Options, Token))!;

        async Task<Job> WaitAsync(Guid id)
        {
            await platform.WaitAsync(id, TimeSpan.FromMinutes(5), Token);
            return await GetAsync<Job>($"jobs/{id}");
        }

        async Task<byte[]> WeightsAsync(Guid model) => await s_http.GetByteArrayAsync(new Uri(studio, $"api/v1/models/{model}/files/weights.safetensors"), Token);
    }

    private async Task<int> CheckpointsAsync(Guid run)
    {
        int count = 0;
        await foreach (var _ in platform.Objects.ListAsync(Objects.ObjectKeys.RunCheckpointPrefix(run), Token))
        {
            count++;
        }
        return count;
    }

    private async Task WaitForCheckpointAsync(Guid run)
    {
        for (long end = Environment.TickCount64 + 180_000; await CheckpointsAsync(run) == 0; await Task.Delay(20, Token))
        {
            Environment.TickCount64.ShouldBeLessThan(end, "a checkpoint is stored after the first epoch");
        }
    }
}
