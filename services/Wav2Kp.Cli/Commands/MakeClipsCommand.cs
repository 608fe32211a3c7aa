using System.CommandLine;
using Spectre.Console;
using Wav2Kp.Cli.Output;
using Wav2Kp.Faces.Synthetic;

namespace Wav2Kp.Cli.Commands;

/// <summary><c>make-clips</c>.</summary>
internal static class MakeClipsCommand
{
    public static Command Create()
    {
        Argument<DirectoryInfo> folder = new("folder") { Description = "The folder to write" };
        Option<int> count = new("--clips") { Description = "How many", HelpName = "N", DefaultValueFactory = _ => 20 };
        Option<int> seed = new("--seed") { Description = "The same seed makes the same clips" };
        return new Command("make-clips", "Draw talking faces whose 68 points are known, speaking sentences of espeak-ng") { folder, count, seed }
            .Does(async (context, cancellationToken) =>
            {
                IReadOnlyList<SyntheticClip> clips = await context.Terminal.StageAsync(
                    "Drawing clips", progress => DrawAsync(context.Get(folder).FullName, context.Get(count), context.Get(seed), progress, cancellationToken));
                context.Terminal.Table(clips, "No clips.", ("video", c => c.VideoPath), ("landmarks", c => c.LandmarksPath), ("text", c => c.Text));
            });
    }

    internal static Task<IReadOnlyList<SyntheticClip>> DrawAsync(
        string folder, int clips, int seed, IProgress<StageProgress> progress, CancellationToken cancellationToken) =>
        TalkingFaceGenerator.GenerateAsync(folder, clips, seed, null, new Fraction(progress), cancellationToken);

    private sealed class Fraction(IProgress<StageProgress> stage) : IProgress<double>
    {
        public void Report(double value) => stage.Report(new StageProgress(value));
    }
}
