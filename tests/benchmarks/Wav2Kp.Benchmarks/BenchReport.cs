using Spectre.Console;
using Wav2Kp.Cli.Output;

namespace Wav2Kp.Benchmarks;

/// <summary>A measurement as tables.</summary>
internal static class BenchReport
{
    public static void Write(IAnsiConsole console, BenchResult result, BenchResult? earlier)
    {
        console.WriteLine();
        console.WriteLine($"{result.Machine}; {result.Threads} threads; {result.Clips} clips, {result.Seconds:0.0} s, {result.Frames} frames; {result.Pairs} {(result.Python is null ? "runs" : "pairs of runs")}");
        console.Write(Terminal.TableOf(
            result.Stages,
            ("stage", s => s.Stage),
            ("unit", s => s.Unit),
            ("ours", s => s.Ours.Median),
            ("lowest", s => s.Ours.Lowest),
            ("highest", s => s.Ours.Highest),
            ("Python", s => s.Python?.Median),
            ("ratio", s => s.Ratio),
            ("ratio lowest", s => s.RatioLowest),
            ("ratio highest", s => s.RatioHighest)));
        foreach (StageResult stage in result.Stages)
        {
            string details = string.Join(", ", stage.Details.Select(detail => $"{detail.Key} {Terminal.Format(detail.Value)}"));
            console.WriteLine($"{stage.Stage}: {details}{(stage.Note is null ? "" : $" ({stage.Note})")}");
        }
        console.Write(Terminal.TableOf(
            result.Ours.Select(process => (Name: $"ours: {string.Join(", ", process.Stages)}", process)).Concat(result.Python is null ? [] : [("Python: all its stages", result.Python)]),
            ("process", p => p.Name),
            ("CPU s", p => p.process.CpuSeconds.Median),
            ("wall s", p => p.process.WallSeconds.Median),
            ("peak MB", p => p.process.PeakMegabytes.Median),
            ("largest child, MB", p => p.process.ChildrenPeakMegabytes.Median)));
        if (earlier is not null)
        {
            Compare(console, result, earlier);
        }
    }

    private static void Compare(IAnsiConsole console, BenchResult result, BenchResult earlier)
    {
        console.WriteLine($"Against {earlier.StartedAt.ToLocalTime():yyyy-MM-dd HH:mm}:");
        if (earlier.Machine != result.Machine || earlier.Threads != result.Threads || earlier.Clips != result.Clips || earlier.Frames != result.Frames)
        {
            console.WriteLine($"That was another machine or other clips ({earlier.Machine}, {earlier.Threads} threads, {earlier.Clips} clips, {earlier.Frames} frames): compare the ratios alone.");
        }
        console.Write(Terminal.TableOf(
            result.Stages.Join(earlier.Stages, stage => stage.Stage, stage => stage.Stage, (now, then) => (now, then)),
            ("stage", s => s.now.Stage),
            ("earlier", s => s.then.Ours.Median),
            ("now", s => s.now.Ours.Median),
            ("now / earlier", s => s.now.Ours.Median / s.then.Ours.Median),
            ("earlier ratio", s => s.then.Ratio),
            ("ratio", s => s.now.Ratio)));
    }
}
