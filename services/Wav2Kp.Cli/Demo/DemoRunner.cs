using System.Diagnostics;
using System.Text.Json;
using Spectre.Console;
using Wav2Kp.Cli.Commands;
using Wav2Kp.Cli.Output;
using Wav2Kp.Cli.Workspaces;
using Wav2Kp.Faces.Synthetic;

namespace Wav2Kp.Cli.Demo;

/// <summary>
/// The whole way of the data, from videos of a speaker to keypoints that speak, on the real services
/// (or in this process, with <c>--local</c>).
/// </summary>
internal sealed class DemoRunner(DemoOptions options, Terminal terminal)
{
    private const int DrawnClips = 30;
    private const int FewestClips = 3;
    private const string DefaultRecipe = "wav2kp";
    private const string SeedRecipe = "wav2kp-seed";
    private static readonly string[] s_shown = ["mouth_r", "mouth_range", "lip_lmd", "lmd_px", "nlmd", "velocity_error", "mse"];

    private readonly Dictionary<string, double> _seconds = [];

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        if (options.Clips is < FewestClips)
        {
            throw new CliException($"The demo needs at least {FewestClips} clips: one each to train, to validate and to test.", ExitCodes.Usage);
        }
        string data = options.Local ?? options.DataFolder ?? NewDataFolder();
        Directory.CreateDirectory(data);

        Task<IReadOnlyList<ClipSource>> sources = Task.FromResult<IReadOnlyList<ClipSource>>([]);
        if (options.Videos is { } videos)
        {
            sources = Task.FromResult(ClipCommands.FindVideos([videos], options.Clips));
        }
        else
        {
            IReadOnlyList<SyntheticClip> drawn = await StageAsync("draw", "Drawing talking faces", progress =>
                MakeClipsCommand.DrawAsync(Path.Combine(data, "drawn"), options.Clips ?? DrawnClips, 0, progress, cancellationToken));
            sources = Task.FromResult<IReadOnlyList<ClipSource>>([.. drawn.Select(c => new ClipSource(c.VideoPath, c.LandmarksPath))]);
        }

        await using AppHostProcess? platform = options.Local is null
            ? await StageAsync("start", "Starting the platform", progress => AppHostProcess.StartAsync(data, options.LandmarkModel, progress, cancellationToken))
            : null;
        await using IWorkspace workspace = platform is null
            ? new LocalWorkspace(data, options.LandmarkModel)
            : new RemoteWorkspace(new StudioClient(platform.Studio));
        DemoReport report = await RunAsync(workspace, await sources, data, platform?.Studio.ToString(), cancellationToken);
        if (platform is not null && options.Keep)
        {
            platform.Keep();
        }
        else if (platform is not null)
        {
            await StageAsync("stop", "Stopping the platform", async _ =>
            {
                await platform.StopAsync();
                return true;
            });
        }
        _seconds["total"] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await FinishAsync(report, cancellationToken);
        return report.Failed.Count == 0 ? ExitCodes.Succeeded : ExitCodes.Failed;
    }

    private async Task<DemoReport> RunAsync(
        IWorkspace workspace, IReadOnlyList<ClipSource> sources, string data, string? console, CancellationToken cancellationToken)
    {
        IReadOnlyList<ClipOutcome> clips = await StageAsync("extract", $"Extracting {sources.Count} clips", progress =>
            workspace.ExtractAsync(sources, progress, cancellationToken));
        ClipOutcome[] ready = [.. clips.Where(c => c.State == ClipOutcome.Ready)];
        if (ready.Length < FewestClips)
        {
            string reasons = string.Join('\n', clips.Where(c => c.Reason is not null).Select(c => $"{c.Name}: {c.Reason}").Take(10));
            throw new CliException($"Only {ready.Length} of {clips.Count} clips can be used; the demo needs {FewestClips}.\n{reasons}");
        }

        int heldOut = Math.Max(1, (int)Math.Round(ready.Length * 0.1));
        DatasetOutcome dataset = await workspace.CreateDatasetAsync(
            new DatasetRequest("demo", [.. ready.Select(c => c.Id)], ready.Length - (2 * heldOut), heldOut, heldOut), cancellationToken);
        Dictionary<string, string> overrides = [];
        if (options.Epochs is { } epochs)
        {
            overrides["training.epochs"] = epochs.ToString();
        }
        // the better model last: what is animated after the demo takes the newest where none is named
        TrainingOutcome seed = await StageAsync("train_seed", $"Training {SeedRecipe}", progress =>
            workspace.TrainAsync(new TrainingRequest(dataset.Id, SeedRecipe, overrides, Experiment: "demo"), progress, cancellationToken));
        TrainingOutcome trained = await StageAsync("train", $"Training {DefaultRecipe}", progress =>
            workspace.TrainAsync(new TrainingRequest(dataset.Id, DefaultRecipe, overrides, Experiment: "demo"), progress, cancellationToken));

        DatasetClip unseen = dataset.Clips.First(c => c.Split == "test");
        AnimationOutcome animation = await StageAsync("animate", $"Animating {unseen.Name}", progress =>
            workspace.AnimateAsync(
                new AnimationRequest(trained.ModelId, AudioClipId: unseen.ClipId, FaceClipId: unseen.ClipId),
                Path.Combine(data, "results"), progress, cancellationToken));

        double[] detection = [.. clips.Select(c => c.DetectionError).OfType<double>()];
        return new DemoReport
        {
            MouthR = Metric(trained, "mouth_r"),
            LipLmd = Metric(trained, "lip_lmd"),
            Nlmd = Metric(trained, "nlmd"),
            Metrics = trained.Metrics,
            SeedRecipe = seed.Metrics,
            Clips = clips.Count,
            Ready = ready.Length,
            Rejected = [.. clips.Where(c => c.State == ClipOutcome.Rejected).Select(c => new RejectedClip(c.Name, c.Code, c.Reason))],
            Failed = [.. clips.Where(c => c.State == ClipOutcome.Failed).Select(c => new RejectedClip(c.Name, c.Code, c.Reason))],
            Split = new Dictionary<string, int> { ["train"] = dataset.Count("train"), ["validation"] = dataset.Count("validation"), ["test"] = dataset.Count("test") },
            Landmarks = "network",
            DetectionNlmd = detection.Length == 0 ? null : detection.Average(),
            Seconds = _seconds,
            Results = animation.Files,
            Console = console,
            Data = data,
        };
    }

    private async Task FinishAsync(DemoReport report, CancellationToken cancellationToken)
    {
        if (options.JsonPath is { } path)
        {
            await File.WriteAllTextAsync(path, JsonSerializer.Serialize(report, Terminal.JsonOptions), cancellationToken);
        }
        terminal.Result(report, console => Print(report, console));
    }

    private void Print(DemoReport report, IAnsiConsole console)
    {
        console.WriteLine();
        console.Write(Terminal.TableOf(
            s_shown.Where(k => report.Metrics.ContainsKey(k) || report.SeedRecipe.ContainsKey(k)),
            ($"held-out clips ({report.Split["test"]})", k => k),
            (DefaultRecipe, k => report.Metrics.TryGetValue(k, out double v) ? v : null),
            (SeedRecipe, k => report.SeedRecipe.TryGetValue(k, out double v) ? v : null)));
        console.MarkupLineInterpolated($"{report.Ready} of {report.Clips} clips ready, {report.Rejected.Count} rejected; landmarks: {report.Landmarks}");
        foreach (RejectedClip clip in report.Rejected.Concat(report.Failed))
        {
            console.MarkupLineInterpolated($"  [yellow]{clip.Name}[/]: {clip.Reason}");
        }
        if (report.DetectionNlmd is { } error)
        {
            console.MarkupLineInterpolated($"detection against the known points: {error:0.0000} of the inter-ocular distance");
        }
        console.WriteLine(string.Join("  ", report.Seconds.Select(s => $"{s.Key} {s.Value:0.0} s")));
        report.Results.ToList().ForEach(f => console.WriteLine(f));
        if (report.Console is { } address)
        {
            console.WriteLine(options.Keep ? $"console: {address} (./wav2kp down --data '{report.Data}' stops it)" : $"console: ./wav2kp up --data '{report.Data}'");
        }
    }

    private async Task<T> StageAsync<T>(string name, string title, Func<IProgress<StageProgress>, Task<T>> work)
    {
        long start = Stopwatch.GetTimestamp();
        T result = await terminal.StageAsync(title, work);
        _seconds[name] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return result;
    }

    private static double? Metric(TrainingOutcome trained, string key) => trained.Metrics.TryGetValue(key, out double value) ? value : null;

    private static string NewDataFolder() =>
        Path.Combine(PlatformAddress.DefaultDataFolder, "demos", DateTime.Now.ToString("yyyyMMdd-HHmmss"));
}
