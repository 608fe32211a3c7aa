using System.Text.Json;
using Shouldly;
using Wav2Kp.Testing;
using Xunit;

namespace Wav2Kp.Cli.Tests;

/// <summary>The verbs on a folder, with no server at all, on real and on drawn clips.</summary>
public sealed class LocalWorkspaceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wav2kp-local-");

    private string Work => Path.Combine(_folder.FullName, "work");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Clips_are_extracted_and_a_bad_one_is_rejected_with_a_reason()
    {
        string videos = Path.Combine(_folder.FullName, "videos");
        Directory.CreateDirectory(videos);
        File.Copy(SharedFolder.PathOf("data", "grid-s1", "bbaf2n.mpg"), Path.Combine(videos, "a clip's name.mpg"));
        File.WriteAllText(Path.Combine(videos, "text.mp4"), "no video");

        JsonElement clips = await CliProcess.JsonAsync(ExitCodes.Failed, "upload", videos, "--local", Work);

        JsonElement good = clips[0], bad = clips[1];
        good.GetProperty("state").GetString().ShouldBe("ready");
        good.GetProperty("frames").GetInt32().ShouldBe(75);
        good.GetProperty("validFrames").GetInt32().ShouldBe(75);
        bad.GetProperty("state").GetString().ShouldBe("rejected");
        bad.GetProperty("reason").GetString().ShouldNotBeNullOrWhiteSpace();
        string folder = Path.Combine(Work, "clips", good.GetProperty("id").GetString()!);
        foreach (string file in (string[])["audio.wav", "features.safetensors", "landmarks.safetensors", "faces.tar", "contact-sheet.jpg", "clip.json"])
        {
            File.Exists(Path.Combine(folder, file)).ShouldBeTrue(file);
        }
        (await CliProcess.JsonAsync(ExitCodes.Succeeded, "clips", "list", "--local", Work)).GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task The_demo_runs_in_one_process_from_drawn_clips_to_a_video()
    {
        string figures = Path.Combine(_folder.FullName, "figures.json");

        (int code, string output, string error) = await CliProcess.RunAsync("demo", "--local", Work, "--clips", "4", "--epochs", "1", "--json", figures);

        code.ShouldBe(0, error);
        output.ShouldContain("mouth_r");
        JsonElement report = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(figures));
        report.GetProperty("mouth_r").GetDouble().ShouldBeInRange(-1, 1);
        report.GetProperty("lip_lmd").GetDouble().ShouldBeGreaterThan(0);
        report.GetProperty("nlmd").GetDouble().ShouldBeGreaterThan(0);
        report.GetProperty("seed_recipe").GetProperty("mouth_r").GetDouble().ShouldBeInRange(-1, 1);
        report.GetProperty("clips").GetInt32().ShouldBe(4);
        report.GetProperty("rejected").GetArrayLength().ShouldBe(0);
        report.GetProperty("landmarks").GetString().ShouldBe("network");
        report.GetProperty("detection_nlmd").GetDouble().ShouldBeInRange(0.001, 0.1);
        report.GetProperty("seconds").GetProperty("train").GetDouble().ShouldBeGreaterThan(0);
        foreach (JsonElement file in report.GetProperty("results").EnumerateArray())
        {
            new FileInfo(file.GetString()!).Length.ShouldBeGreaterThan(1000);
        }

        report.GetProperty("results").EnumerateArray().Select(file => Path.GetFileName(file.GetString()))
            .ShouldBe(["keypoints.csv", "keypoints.json", "keypoints.safetensors", "preview.mp4"], ignoreOrder: true);

        JsonElement runs = await CliProcess.JsonAsync(ExitCodes.Succeeded, "runs", "list", "--local", Work);
        runs.EnumerateArray().Select(r => r.GetProperty("status").GetString()).ShouldBe(["succeeded", "succeeded"]);
        string export = Path.Combine(_folder.FullName, "export");
        JsonElement dataset = (await CliProcess.JsonAsync(ExitCodes.Succeeded, "datasets", "list", "--local", Work))[0];
        await CliProcess.JsonAsync(ExitCodes.Succeeded, "export", "dataset", dataset.GetProperty("id").GetString()!, "--local", Work, "--out", export);
        File.Exists(Path.Combine(export, "manifest.json")).ShouldBeTrue();
        JsonElement metrics = await CliProcess.JsonAsync(ExitCodes.Succeeded, "evaluate", runs[0].GetProperty("modelId").GetString()!, "--local", Work);
        metrics.GetProperty("lip_lmd").GetDouble().ShouldBe(runs[0].GetProperty("metrics").GetProperty("lip_lmd").GetDouble(), 1e-6);
    }

    [Theory]
    [InlineData("training.epochs=0", "'training.epochs' is 0, but must be between 1")]
    [InlineData("window.placement=trailing", "'network.bidirectional' is true, but must be false")]
    public async Task A_recipe_that_cannot_be_is_told(string set, string says)
    {
        (int code, _, string error) = await CliProcess.RunAsync("train", "--dataset", "any", "--set", set, "--local", Work);
        code.ShouldBe(ExitCodes.Usage);
        error.ShouldContain(says);
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_wrong_landmark_network_is_told()
    {
        string wrong = Path.Combine(_folder.FullName, "wrong.onnx");
        File.WriteAllText(wrong, "no network");
        (int code, _, string error) = await CliProcess.RunAsync(
            "upload", SharedFolder.PathOf("data", "grid-s1", "bbaf2n.mpg"), "--local", Work, "--landmark-model", wrong);
        code.ShouldBe(ExitCodes.Failed);
        error.ShouldContain("is no landmark network");
        error.ShouldNotContain("   at ");
    }
}
