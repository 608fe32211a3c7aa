using System.Text.Json;
using Shouldly;
using Wav2Kp.Testing;
using Xunit;

namespace Wav2Kp.Cli.Tests;

public sealed class LandmarkCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wav2kp-landmarks-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("render", "--out", "faces.json")]
    [InlineData("render", "--drawn", "--count", "0", "--out", "faces.json")]
    [InlineData("render", "--drawn", "--count", "1", "--size", "8", "--out", "faces.json")]
    [InlineData("render", "--drawn", "--count", "1", "--out", "faces.txt")]
    [InlineData("label", "--videos", "no-such-folder", "--models", "none.onnx", "--out", "faces.json")]
    [InlineData("evaluate")]
    [InlineData("evaluate", "--data", "faces.json", "--boxes", "guessed")]
    [InlineData("evaluate", "--data", "faces.json", "--model", "no-such-network.onnx")]
    [InlineData("evaluate", "--data", "faces.json", "--clips", "no-such-folder")]
    public async Task A_wrong_command_line_is_told_and_returns_2(params string[] arguments)
    {
        (int code, _, string error) = await CliProcess.RunAsync(["landmarks", .. arguments]);
        code.ShouldBe(ExitCodes.Usage);
        error.ShouldContain("error:");
    }

    [Fact]
    public async Task Drawn_faces_are_measured_and_their_curves_drawn()
    {
        string set = Path.Combine(_folder.FullName, "faces", "drawn.json"), curves = Path.Combine(_folder.FullName, "curves.png");
        (await CliProcess.JsonAsync(ExitCodes.Succeeded, "landmarks", "render", "--drawn", "--count", "12", "--seed", "3", "--out", set)).GetProperty("pictures").GetInt32().ShouldBe(12);
        JsonElement figures = await CliProcess.JsonAsync(
            ExitCodes.Succeeded, "landmarks", "evaluate", "--data", set, "--model", SharedFolder.PathOf("models", "slim_160_latest.onnx"), "--picture", curves);
        figures.GetProperty("pictures").GetInt32().ShouldBe(12);
        figures.GetProperty("nme_mean").GetDouble().ShouldBeInRange(0.005, 0.2);
        figures.GetProperty("nme_median").GetDouble().ShouldBeInRange(0.005, 0.2);
        figures.GetProperty("failure_rate").GetDouble().ShouldBeInRange(0, 1);
        figures.GetProperty("found_rate").GetDouble().ShouldBeGreaterThan(0.5);
        figures.GetProperty("fps").GetDouble().ShouldBeGreaterThan(5);
        figures.GetProperty("others")[0].GetProperty("network").GetString().ShouldBe("slim_160_latest");
        figures.GetProperty("regions").GetProperty("lips").GetDouble().ShouldBeGreaterThan(0);
        File.ReadAllBytes(curves)[..4].ShouldBe([0x89, (byte)'P', (byte)'N', (byte)'G']);
    }

    [Fact]
    public async Task Clips_are_followed_and_measured_with_each_network()
    {
        string set = Path.Combine(_folder.FullName, "drawn.json"), clips = Directory.CreateDirectory(Path.Combine(_folder.FullName, "clips")).FullName;
        await CliProcess.JsonAsync(ExitCodes.Succeeded, "landmarks", "render", "--drawn", "--count", "6", "--seed", "3", "--out", set);
        // the first of these is whole, the second begins with frames that were cut from their key frame
        foreach (string name in new[] { "bbaf2n.mpg", "lgbf8n.mpg" })
        {
            File.Copy(SharedFolder.PathOf("data", "grid-s1", name), Path.Combine(clips, name));
        }
        JsonElement figures = await CliProcess.JsonAsync(
            ExitCodes.Succeeded, "landmarks", "evaluate", "--data", set, "--clips", clips, "--model", SharedFolder.PathOf("models", "slim_160_latest.onnx"));
        JsonElement ours = figures.GetProperty("clips")[0], other = figures.GetProperty("clips")[1];
        ours.GetProperty("frames").GetInt32().ShouldBe(150);
        ours.GetProperty("found_rate").GetDouble().ShouldBe(1);
        ours.GetProperty("first_frame_rate").GetDouble().ShouldBe(1);
        ours.GetProperty("lip_jitter_px").GetDouble().ShouldBeLessThan(ours.GetProperty("lip_jitter_unfiltered_px").GetDouble());
        ours.GetProperty("lip_jitter_px").GetDouble().ShouldBeLessThan(other.GetProperty("lip_jitter_unfiltered_px").GetDouble());
        figures.GetProperty("fps_tracked").GetDouble().ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Labels_that_are_not_sound_fail_with_the_reason()
    {
        string set = Path.Combine(_folder.FullName, "faces.json");
        File.WriteAllText(set, "[{}]");
        File.WriteAllBytes(Path.ChangeExtension(set, ".tar"), new byte[1024]);
        (int code, _, string error) = await CliProcess.RunAsync("landmarks", "evaluate", "--data", set);
        code.ShouldBe(ExitCodes.Failed);
        error.ShouldContain("no 'image'");
    }
}
