using Shouldly;
using Wav2Kp.Cli.Commands;
using Wav2Kp.Cli.Workspaces;
using Xunit;

namespace Wav2Kp.Cli.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wav2kp-cli-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Help_names_every_verb()
    {
        (int code, string output, _) = await CliProcess.RunAsync("--help");
        code.ShouldBe(0);
        foreach (string verb in (string[])["upload", "clips", "datasets", "train", "evaluate", "animate", "runs", "models", "jobs", "export", "make-clips", "landmarks", "demo", "logs", "open", "completion"])
        {
            output.ShouldContain($"  {verb}");
        }
    }

    [Theory]
    [InlineData("no-such-verb")]
    [InlineData("train", "--device", "tpu")]
    [InlineData("runs", "list", "--api", "not an address")]
    [InlineData("upload", "/no/such/folder", "--local", "/tmp/wav2kp-never-made")]
    [InlineData("demo", "--clips", "2")]
    [InlineData("runs", "list", "--filter", "metrics.mouth_r > 0.8", "--local", "/tmp/wav2kp-never-made")]
    public async Task A_wrong_command_line_is_told_and_returns_2(params string[] arguments)
    {
        (int code, _, string error) = await CliProcess.RunAsync(arguments);
        code.ShouldBe(ExitCodes.Usage);
        error.ShouldContain("error:");
    }

    [Fact]
    public async Task A_demo_of_a_folder_without_videos_returns_2_at_once()
    {
        (int code, _, string error) = await CliProcess.RunAsync("demo", "--videos", _folder.FullName);
        code.ShouldBe(ExitCodes.Usage);
        error.ShouldContain("error:");
    }

    [Fact]
    public async Task Without_a_platform_it_says_how_to_start_one_and_returns_3()
    {
        (int code, _, string error) = await CliProcess.RunAsync("runs", "list", "--data", _folder.FullName);
        code.ShouldBe(ExitCodes.Unreachable);
        error.ShouldContain("./wav2kp up");
    }

    [Fact]
    public void The_state_of_an_AppHost_that_has_ended_is_not_believed()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "apphost.json"), """{"pid":999999999,"state":"Running","studio":"http://localhost:1","resources":[]}""");
        PlatformAddress.ReadState(_folder.FullName).ShouldBeNull();
    }

    [Fact]
    public void The_state_of_an_AppHost_that_runs_names_the_console()
    {
        File.WriteAllText(
            Path.Combine(_folder.FullName, "apphost.json"),
            $$"""{"pid":{{Environment.ProcessId}},"state":"Running","studio":"http://localhost:5080","resources":[{"name":"studio","state":"Running","health":"Healthy"},{"name":"migrations","state":"Finished"},{"name":"ingest","state":"Running","health":"Unhealthy"}]}""");
        AppHostState state = PlatformAddress.ReadState(_folder.FullName).ShouldNotBeNull();
        PlatformAddress.Find(null, _folder.FullName).ShouldBe(new Uri("http://localhost:5080"));
        state.Resources.Select(r => r.IsUp).ShouldBe([true, true, false]);
    }

    [Fact]
    public void A_damaged_state_file_is_told()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "apphost.json"), "{");
        Should.Throw<CliException>(() => PlatformAddress.ReadState(_folder.FullName)).Message.ShouldContain("damaged");
    }

    [Theory]
    [InlineData("0.8,0.1,0.1", 0.8, 0.1, 0.1)]
    [InlineData("48,6,6", 48, 6, 6)]
    [InlineData("1,0,0", 1, 0, 0)]
    public void A_split_is_three_numbers(string text, double train, double validation, double test) =>
        DatasetCommands.ParseSplit(text).ShouldBe([train, validation, test]);

    [Theory]
    [InlineData("0.8,0.2")]
    [InlineData("a,b,c")]
    [InlineData("0,1,1")]
    [InlineData("1,-1,1")]
    public void Another_split_is_refused(string text) =>
        Should.Throw<CliException>(() => DatasetCommands.ParseSplit(text)).ExitCode.ShouldBe(ExitCodes.Usage);

    [Fact]
    public void Settings_become_overrides_and_epochs_are_one_of_them()
    {
        IReadOnlyDictionary<string, string> overrides = TrainCommand.ParseOverrides(["training.batchSize = 4", "seed=7"], 3);
        overrides.ShouldBe(new Dictionary<string, string> { ["training.batchSize"] = "4", ["seed"] = "7", ["training.epochs"] = "3" });
        Should.Throw<CliException>(() => TrainCommand.ParseOverrides(["nothing"], null)).Message.ShouldContain("KEY=VALUE");
    }

    [Fact]
    public void Videos_of_a_folder_come_by_name_and_other_files_do_not()
    {
        foreach (string name in (string[])["b.mp4", "a.MPG", "notes.txt", "c d 'ü.mkv"])
        {
            File.WriteAllText(Path.Combine(_folder.FullName, name), "");
        }
        ClipCommands.FindVideos([_folder.FullName], null).Select(v => Path.GetFileName(v.VideoPath)).ShouldBe(["a.MPG", "b.mp4", "c d 'ü.mkv"]);
        ClipCommands.FindVideos([_folder.FullName], 1).Count.ShouldBe(1);
    }
}
