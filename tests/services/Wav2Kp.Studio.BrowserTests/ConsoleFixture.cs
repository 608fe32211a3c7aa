using System.Diagnostics;
using Microsoft.Playwright;
using Wav2Kp.Cli.Demo;
using Wav2Kp.Cli.Output;
using Wav2Kp.Cli.Workspaces;
using Wav2Kp.Media;
using Wav2Kp.Testing;
using Xunit;

namespace Wav2Kp.Studio.BrowserTests;

/// <summary>The platform as <c>./wav2kp up</c> starts it, and a browser whose microphone hears a recorded voice.</summary>
public sealed class ConsoleFixture : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    // PostgreSQL's own user must get into it, so it is not one of the folders that are closed to others
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"wav2kp-browser-{Guid.NewGuid():N}");
    private AppHostProcess? _platform;
    private RemoteWorkspace? _workspace;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private Task<Trained>? _trained;

    /// <summary>The console's address.</summary>
    public Uri Address => _platform!.Studio;

    internal RemoteWorkspace Workspace => _workspace!;

    internal IBrowser Browser => _browser!;

    /// <summary>The platform's data folder.</summary>
    internal string Data { get; private set; } = null!;

    /// <summary>Files that tests make and pages give.</summary>
    internal string Files { get; private set; } = null!;

    /// <summary>The sentence that the microphone hears, over and over.</summary>
    internal string Voice { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium))
        {
            throw new InvalidOperationException($"There is no {Chromium}: ./wav2kp setup installs Debian's package chromium.");
        }
        Visitor.ForgetPictures();
        Data = Path.Combine(_folder, "data");
        Files = Path.Combine(_folder, "files");
        Directory.CreateDirectory(Data);
        Directory.CreateDirectory(Files);
        Voice = Path.Combine(Files, "voice.wav");
        await AudioTrack.ExtractAsync(Clips(10, 1)[0], Voice, CancellationToken.None);
        _platform = await AppHostProcess.StartAsync(Data, null, new Silent(), CancellationToken.None);
        _workspace = new RemoteWorkspace(new StudioClient(_platform.Studio));
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            ChromiumSandbox = Environment.UserName != "root",
            Args =
            [
                "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
                "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", $"--use-file-for-fake-audio-capture={Voice}",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }
        _playwright?.Dispose();
        if (_workspace is not null)
        {
            await _workspace.DisposeAsync();
        }
        if (_platform is not null)
        {
            await _platform.DisposeAsync();
        }
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Real clips of one speaker.</summary>
    internal static string[] Clips(int first, int count) =>
        [.. Directory.EnumerateFiles(SharedFolder.PathOf("data", "grid-s1"), "*.mpg").Order(StringComparer.Ordinal).Skip(first).Take(count)];

    /// <summary>A picture of somebody who looks towards the camera.</summary>
    internal async Task<string> PortraitAsync()
    {
        string path = Path.Combine(Files, "portrait.png");
        using Process ffmpeg = Process.Start("ffmpeg", ["-nostdin", "-loglevel", "error", "-y", "-i", Clips(10, 1)[0], "-frames:v", "1", path]);
        await ffmpeg.WaitForExitAsync();
        return ffmpeg.ExitCode == 0 ? path : throw new InvalidOperationException($"ffmpeg ended with {ffmpeg.ExitCode}.");
    }

    /// <summary>A video of more than 24 MB.</summary>
    internal async Task<string> LargeVideoAsync(string name)
    {
        string path = Path.Combine(Files, name);
        using Process ffmpeg = Process.Start(
            "ffmpeg", ["-nostdin", "-loglevel", "error", "-y", "-i", Clips(11, 1)[0], "-vf", "scale=1024:820", "-c:v", "ffvhuff", "-c:a", "copy", path]);
        await ffmpeg.WaitForExitAsync();
        return ffmpeg.ExitCode == 0 ? path : throw new InvalidOperationException($"ffmpeg ended with {ffmpeg.ExitCode}.");
    }

    /// <summary>What is at an address of the console.</summary>
    internal async Task<byte[]> DownloadAsync(string path)
    {
        using HttpClient http = new() { BaseAddress = Address };
        return await http.GetByteArrayAsync(path);
    }

    /// <summary>Runs the command line against the platform.</summary>
    internal async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "wav2kp.dll"), .. arguments, "--api", Address.ToString()])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, error);
    }

    /// <summary>A dataset with a model of the default recipe and one for live speech, trained for an epoch or two, and an animation by each: made when first needed.</summary>
    internal Task<Trained> TrainedAsync() => _trained ??= TrainAsync();

    private async Task<Trained> TrainAsync()
    {
        CancellationToken cancel = CancellationToken.None;
        IReadOnlyList<ClipOutcome> clips = await Workspace.ExtractAsync([.. Clips(20, 6).Select(clip => new ClipSource(clip))], new Silent(), cancel);
        DatasetOutcome dataset = await Workspace.CreateDatasetAsync(
            new DatasetRequest("prepared", [.. clips.Select(clip => clip.Id)], 0.6, 0.2, 0.2), cancel);
        TrainingOutcome[] trained = new TrainingOutcome[2];
        for (int i = 0; i < trained.Length; i++)
        {
            string recipe = i == 0 ? "wav2kp" : "wav2kp-live-0";
            trained[i] = await Workspace.TrainAsync(
                new TrainingRequest(dataset.Id, recipe, new Dictionary<string, string> { ["training.epochs"] = $"{i + 1}" }, Experiment: "browser", Name: $"{recipe} quick"), new Silent(), cancel);
        }
        await Task.WhenAll(trained.Select(training => Workspace.AnimateAsync(
            new AnimationRequest(training.ModelId, Voice), Path.Combine(Files, training.ModelId), new Silent(), cancel)));
        return new Trained(dataset, clips[0], trained[0], trained[1]);
    }

    internal sealed record Trained(DatasetOutcome Dataset, ClipOutcome Clip, TrainingOutcome Default, TrainingOutcome Live);

    internal sealed class Silent : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
        }
    }
}
