using System.Text.Json;
using Xunit;

namespace Wav2Kp.Cli.Tests;

/// <summary><c>landmarks train</c> as a user runs it, on faces that <c>landmarks render</c> draws.</summary>
public sealed class LandmarkTrainTests : IDisposable
{
    private const string Recipe = """
        {
          "name": "tiny", "mix": { "faces": 1 },
          "network": { "inputSize": 32, "channels": [4, 6, 8], "blocks": [0, 0, 1] },
          "training": { "epochs": 1, "batchSize": 6, "facesPerEpoch": 12, "validationShare": 0.3 }
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("wav2kp-landmark-train-").FullName;

    [Fact]
    public async Task Faces_are_drawn_a_network_is_trained_and_the_run_is_on_record()
    {
        string pictures = Path.Combine(_folder, "faces.json"), recipe = Path.Combine(_folder, "tiny.json"), local = Path.Combine(_folder, "local");
        await File.WriteAllTextAsync(recipe, Recipe, TestContext.Current.CancellationToken);
        await CliProcess.JsonAsync(0, "landmarks", "render", "--drawn", "--count", "18", "--size", "96", "--out", pictures);

        JsonElement run = await CliProcess.JsonAsync(0, "landmarks", "train", "--recipe", recipe, "--data", pictures, "--local", local, "--epochs", "2", "--threads", "1", "--set", "training.batchSize=0");
        Assert.Equal("succeeded", run.GetProperty("status").GetString());
        Assert.Equal(2, run.GetProperty("metrics").GetProperty("epochs").GetDouble());
        Assert.Equal("2", run.GetProperty("params").GetProperty("training.epochs").GetString());
        Assert.Equal("32", run.GetProperty("params").GetProperty("training.batchSize").GetString());
        string folder = Path.Combine(local, "runs", run.GetProperty("id").GetString()!);
        foreach (string file in (string[])["landmarks.safetensors", "checkpoint.safetensors", "metrics.json", "metrics.csv", "run.json"])
        {
            Assert.True(File.Exists(Path.Combine(folder, file)), file);
        }

        JsonElement listed = await CliProcess.JsonAsync(0, "runs", "list", "--local", local);
        Assert.Contains(run.GetProperty("id").GetString()!, listed.GetRawText());
    }

    [Fact]
    public async Task What_is_missing_or_wrong_is_said_in_a_sentence()
    {
        string recipe = Path.Combine(_folder, "wrong.json");
        await File.WriteAllTextAsync(recipe, """{ "name": "wrong", "trainng": {} }""", TestContext.Current.CancellationToken);
        (int code, _, string error) = await CliProcess.RunAsync("landmarks", "train", "--recipe", recipe, "--data", "nothing.json", "--out", _folder);
        Assert.Equal(2, code);
        Assert.Contains("trainng", error);
        (code, _, error) = await CliProcess.RunAsync("landmarks", "train", "--data", Path.Combine(_folder, "nothing.json"), "--out", _folder);
        Assert.Equal(2, code);
        Assert.Contains("nothing.json", error);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
