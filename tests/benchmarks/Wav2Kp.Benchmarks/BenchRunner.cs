using System.Text.Json;
using Wav2Kp.Cli;
using Wav2Kp.Cli.Output;
using Wav2Kp.Faces.Synthetic;

namespace Wav2Kp.Benchmarks;

/// <summary>
/// Runs the stages in processes of their own, in turn with the Python peer (ours, Python's, ours, …), so that whatever slows the
/// machine down for a while slows both.
/// </summary>
internal sealed class BenchRunner(BenchOptions options, Terminal terminal)
{
    private const int DrawnSeed = 5;

    public async Task<BenchResult> RunAsync(string commandLine, CancellationToken cancellationToken)
    {
        DateTimeOffset started = DateTimeOffset.Now;
        PythonPeer? peer = options.Peer is null ? null : await PythonPeer.FindAsync(options.Peer, options.Python, cancellationToken);
        string work = Directory.CreateTempSubdirectory("wav2kp-bench-").FullName;
        if (OperatingSystem.IsLinux())
        {
            // where this runs as root, the platform's database server is another user, who must pass through
            File.SetUnixFileMode(work, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
        try
        {
            BenchClips clips = options.Stages.All(stage => !stage.NeedsClips) && peer is null ? BenchClips.None(work) : await BenchClips.LinkAsync(options.Clips ?? await DrawAsync(cancellationToken), Path.Combine(work, "clips"), options.Count, cancellationToken);
            IReadOnlyList<string>[] processes =
            [
                .. new[] { options.Stages.Where(stage => !stage.Alone).Select(stage => stage.Name).ToArray() }.Where(names => names.Length > 0),
                .. options.Stages.Where(stage => stage.Alone).Select(stage => (string[])[stage.Name]),
            ];
            List<RunFigures>[] ours = [.. processes.Select(_ => new List<RunFigures>())];
            List<(PeerFigures Figures, ProcessFigures Process)> python = [];
            await terminal.StageAsync("Measuring", async progress =>
            {
                int parts = options.Pairs * (processes.Length + (peer is null ? 0 : 1)), done = 0;
                for (int pair = 0; pair < options.Pairs; pair++)
                {
                    for (int i = 0; i < processes.Length; i++)
                    {
                        Tell($"run {pair + 1} of {options.Pairs}: {string.Join(", ", processes[i])}");
                        ours[i].Add(await RunOursAsync(processes[i], clips, work, cancellationToken));
                        done++;
                    }
                    if (peer is not null)
                    {
                        Tell($"run {pair + 1} of {options.Pairs}: Python");
                        python.Add(await peer.RunAsync(clips, options.Threads, options.Steps, work, cancellationToken));
                        done++;
                    }
                }
                return true;

                void Tell(string what) => progress.Report(new StageProgress((double)done / parts, what));
            });
            return new BenchResult
            {
                Format = BenchResult.CurrentFormat,
                StartedAt = started,
                CommandLine = commandLine,
                Machine = Machine(),
                Threads = options.Threads,
                Clips = clips.Paths.Count,
                Frames = clips.Frames,
                Seconds = clips.Seconds,
                Pairs = options.Pairs,
                Stages = [.. options.Stages.Select(stage => ResultOf(stage, ours.SelectMany(runs => runs), [.. python.Select(run => run.Figures)], clips))],
                Ours = [.. processes.Select((names, i) => ProcessResult.Of(names, [.. ours[i].Select(run => run.Process)])!)],
                Python = ProcessResult.Of([], [.. python.Select(run => run.Process)]),
            };
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    internal static StageResult ResultOf(IStage stage, IEnumerable<RunFigures> ours, IReadOnlyList<PeerFigures> python, BenchClips clips)
    {
        StageFigure[] runs = [.. ours.SelectMany(run => run.Stages).Where(figure => figure.Stage == stage.Name)];
        double[] speeds = [.. runs.Select(run => run.Value)];
        double?[] theirs = [.. python.Select(figures => stage.SpeedOf(figures, clips))];
        bool comparable = theirs.Length == speeds.Length && theirs.All(speed => speed is not null);
        Spread? ratio = comparable ? Spread.Of([.. speeds.Zip(theirs, (our, their) => our / their!.Value)]) : null;
        Dictionary<string, double> details = runs.SelectMany(run => run.Details).GroupBy(detail => detail.Key)
            .ToDictionary(group => group.Key, group => Spread.Of([.. group.Select(detail => detail.Value)])!.Median);
        return new StageResult(
            stage.Name, ratio?.Median, ratio?.Lowest, ratio?.Highest, runs[0].Unit, Spread.Of(speeds)!,
            comparable ? Spread.Of([.. theirs.Select(speed => speed!.Value)]) : null, details,
            python.Count > 0 && !comparable ? "the Python script gives no such figure" : null);
    }

    private async Task<RunFigures> RunOursAsync(IReadOnlyList<string> stages, BenchClips clips, string work, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(work, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        try
        {
            string result = Path.Combine(folder, "result.json");
            List<string> arguments =
            [
                typeof(BenchRunner).Assembly.Location, StageProcess.Verb, result, folder, clips.Folder, $"{options.Threads}", $"{options.Steps}", $"{options.Copies}", options.LandmarkModel ?? "", .. stages,
            ];
            await ChildProcess.RunAsync(Environment.ProcessPath!, arguments, string.Join(", ", stages), cancellationToken);
            return JsonSerializer.Deserialize<RunFigures>(await File.ReadAllTextAsync(result, cancellationToken), Terminal.JsonOptions)!;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // drawn once and kept: the same clips every time
    private async Task<string> DrawAsync(CancellationToken cancellationToken)
    {
        string folder = Path.Combine(BenchFolders.Cache, $"drawn-{options.Count}");
        if (Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.mp4").Count() == options.Count)
        {
            return folder;
        }
        string fresh = $"{folder}.{Guid.NewGuid():N}";
        try
        {
            await terminal.StageAsync($"Drawing {options.Count} clips", progress =>
                TalkingFaceGenerator.GenerateAsync(fresh, options.Count, DrawnSeed, null, new Fraction(progress), cancellationToken));
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
            Directory.Move(fresh, folder);
        }
        catch
        {
            if (Directory.Exists(fresh))
            {
                Directory.Delete(fresh, recursive: true);
            }
            throw;
        }
        return folder;
    }

    private static string Machine()
    {
        const string model = "model name";
        string? name = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(model, StringComparison.Ordinal));
        return $"{(name is null ? "unknown processor" : name[(name.IndexOf(':') + 1)..].Trim())}, {Environment.ProcessorCount} processors";
    }

    private sealed class Fraction(IProgress<StageProgress> stage) : IProgress<double>
    {
        public void Report(double value) => stage.Report(new StageProgress(value));
    }
}
