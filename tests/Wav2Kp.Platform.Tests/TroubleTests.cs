using Microsoft.EntityFrameworkCore;
using Shouldly;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;
using Wav2Kp.Contracts.Api;
using Wav2Kp.Testing;
using Xunit;
using Job = Wav2Kp.Catalog.Job;

namespace Wav2Kp.Platform.Tests;

[Collection("platform")]
public sealed class TroubleTests(PlatformFixture platform)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_ends_in_a_sentence_and_after_space_was_made_the_job_is_retried()
    {
        await platform.StartExtractionAsync();
        string disk = Directory.CreateDirectory(Path.Combine(platform.Folder, "small-disk")).FullName;
        await platform.RestartAsync("Ingest", new Dictionary<string, string> { ["Steps__WorkFolder"] = disk }, smallDisk: disk);
        string large = TestVideos.Make(Path.Combine(platform.Folder, "large.mpg"), [TestVideos.Grid("bras6n")], "-s", "1080x864", "-b:v", "12M", "-q:v", "1");
        new FileInfo(large).Length.ShouldBeGreaterThan(1 << 20);
        Video[] videos = [await platform.UploadFileAsync(large, null, Token), await platform.UploadFileAsync(TestVideos.Grid("brbazp"), null, Token)];
        Job job = await platform.ExtractAsync(videos.Select(video => video.Id), Token);
        job = await platform.WaitAsync(job.Id, TimeSpan.FromMinutes(5), Token);

        (job.State, job.ClipsReady, job.ClipsFailed).ShouldBe((JobState.Succeeded, 1, 1));
        Clip failed = await platform.ClipAsync(videos[0].Id, Token);
        (failed.State, failed.Code).ShouldBe((ClipState.Failed, "disk-full"));
        failed.Reason.ShouldNotBeNull().ShouldContain("full");
        failed.Reason.ShouldContain("free some space");

        await platform.RestartAsync("Ingest");
        await platform.Workflow.RetryJobAsync(job.Id, Token);
        job = await platform.WaitAsync(job.Id, TimeSpan.FromMinutes(5), Token);
        job.ClipsReady.ShouldBe(2);
        (await platform.ClipAsync(videos[0].Id, Token)).State.ShouldBe(ClipState.Ready);
    }

    [Theory]
    [InlineData("yunet_n_320_320.onnx", "yunet")]
    [InlineData("haarcascade_frontalface_default.xml", "haarcascade")]
    [InlineData("gone.onnx", "gone.onnx")]
    public async Task A_wrong_landmark_file_fails_the_step_at_once_with_a_sentence_and_the_right_one_mends_it(string name, string words)
    {
        await platform.StartExtractionAsync();
        string folder = Path.GetDirectoryName(SharedFolder.PathOf("models", "slim_160_latest.onnx"))!;
        await platform.RestartAsync("Landmarks", new Dictionary<string, string> { ["Landmarks__Model"] = Path.Combine(folder, name) });
        Video video = await platform.UploadFileAsync(TestVideos.Grid(name[0] switch { 'y' => "brbm6n", 'h' => "brbt2p", _ => "brif6p" }), null, Token);
        Job job = await platform.ExtractAsync([video.Id], Token);
        job = await platform.WaitAsync(job.Id, TimeSpan.FromMinutes(5), Token);

        job.State.ShouldBe(JobState.Failed);
        Step step = job.Steps.Single(s => s.Kind == StepKind.Landmarks);
        (step.State, step.Code, step.Attempt).ShouldBe((StepState.Failed, "wrong-landmark-model", 1));
        step.Error.ShouldNotBeNull().ShouldContain(words, Case.Insensitive);
        job.Steps.Single(s => s.Kind == StepKind.Features).State.ShouldBe(StepState.Succeeded);

        await platform.RestartAsync("Landmarks");
        await platform.Workflow.RetryJobAsync(job.Id, Token);
        (await platform.WaitAsync(job.Id, TimeSpan.FromMinutes(5), Token)).State.ShouldBe(JobState.Succeeded);
    }

    [Fact]
    public async Task Set_to_known_points_these_are_taken_and_other_clips_are_told_what_to_do()
    {
        await platform.StartExtractionAsync();
        Video[] videos = [await platform.UploadFileAsync(TestVideos.Grid("brimzp"), null, Token), await platform.UploadFileAsync(TestVideos.Grid("briz6n"), null, Token)];
        Job first = await platform.ExtractAsync([videos[0].Id], Token);
        (await platform.WaitAsync(first.Id, TimeSpan.FromMinutes(5), Token)).State.ShouldBe(JobState.Succeeded);
        string detected = (await platform.ClipAsync(videos[0].Id, Token)).Artifacts.Single(link => link.Kind == ArtifactKinds.Landmarks).Artifact!.ObjectKey;
        await using (CatalogContext catalog = await platform.Database.CreateDbContextAsync(Token))
        {
            await catalog.Clips.Where(clip => clip.Id == videos[0].Id).ExecuteUpdateAsync(set => set.SetProperty(clip => clip.KnownLandmarksKey, detected), Token);
        }

        // with a network: detected, and the error against the known points (here: its own) is told
        Job again = await platform.ExtractAsync([videos[0].Id], Token);
        again = await platform.WaitAsync(again.Id, TimeSpan.FromMinutes(5), Token);
        again.Steps.Single(step => step.Kind == StepKind.Landmarks).Result!.Value.GetProperty("detectionError").GetDouble().ShouldBe(0, 1e-6);

        await platform.RestartAsync("Landmarks", new Dictionary<string, string> { ["Landmarks__Model"] = "known" });
        Job job = await platform.ExtractAsync(videos.Select(video => video.Id), Token);
        job = await platform.WaitAsync(job.Id, TimeSpan.FromMinutes(5), Token);
        await platform.RestartAsync("Landmarks");
        (job.ClipsReady, job.ClipsFailed).ShouldBe((1, 1));
        Step known = job.Steps.Single(step => step.Kind == StepKind.Landmarks && step.ClipId == videos[0].Id);
        known.Result!.Value.GetProperty("source").GetString().ShouldBe("known");
        (await platform.ClipAsync(videos[1].Id, Token)).Reason.ShouldNotBeNull().ShouldContain("Landmarks:Model");
    }

    [Fact]
    public async Task The_same_work_asked_for_twice_is_done_once()
    {
        await platform.StartExtractionAsync();
        Video video = await platform.UploadFileAsync(TestVideos.Grid("brwa3s"), null, Token);
        Job first = await platform.ExtractAsync([video.Id], Token);
        await platform.WaitAsync(first.Id, TimeSpan.FromMinutes(5), Token);
        Guid[] made = Artifacts(await platform.ClipAsync(video.Id, Token));
        Job again = await platform.ExtractAsync([video.Id], Token);
        again = await platform.WaitAsync(again.Id, TimeSpan.FromMinutes(5), Token);
        again.State.ShouldBe(JobState.Succeeded);
        Artifacts(await platform.ClipAsync(video.Id, Token)).ShouldBe(made);

        static Guid[] Artifacts(Clip clip) => [.. clip.Artifacts.OrderBy(link => link.Kind).Select(link => link.ArtifactId)];
    }

    [Fact]
    public async Task Whatever_is_killed_while_it_works_every_clip_is_finished_once()
    {
        await platform.StartExtractionAsync();
        string[] names = ["brwnzn", "bwaa1s", "bwag5s", "bwan1a", "bwat5a", "bwbg8n", "bwbn3s", "bwbt8p"];
        List<Video> videos = [];
        foreach (string name in names)
        {
            videos.Add(await platform.UploadFileAsync(TestVideos.Grid(name), null, Token));
        }
        Job job = await platform.ExtractAsync(videos.Select(video => video.Id), Token);
        foreach (string service in (string[])["Ingest", "Landmarks", "FeatureExtraction"])
        {
            await Task.Delay(400, Token);
            (await platform.ServiceAsync(service)).KillAndRestart();
        }
        await platform.Servers.KillRabbitMqAsync(Token);
        await platform.Servers.KillPostgresAsync(Token);
        job = await platform.WaitAsync(job.Id, TimeSpan.FromMinutes(5), Token);

        (job.State, job.ClipsReady).ShouldBe((JobState.Succeeded, names.Length));
        job.Steps.Count.ShouldBe(3 * names.Length);
        job.Steps.ShouldAllBe(step => step.State == StepState.Succeeded);
        await using CatalogContext catalog = await platform.Database.CreateDbContextAsync(Token);
        Guid[] steps = [.. job.Steps.Select(step => step.Id)];
        int successes = await catalog.StepAttempts.CountAsync(attempt => steps.Contains(attempt.StepId) && attempt.Outcome == AttemptOutcome.Succeeded, Token);
        successes.ShouldBe(steps.Length, "every step was completed once");
    }
}
