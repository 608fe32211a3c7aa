using System.Diagnostics;
using Wav2Kp.Models;
using Wav2Kp.Models.Live;
using Wav2Kp.Speech;

namespace Wav2Kp.Benchmarks.Stages;

/// <summary>
/// Live speech in pieces of 20 ms through the recipe <c>wav2kp-live-0</c>: how long each piece takes to be heard and answered. At 25
/// frames a second every other piece brings a frame.
/// </summary>
internal sealed class LiveStage : IStage
{
    private const int Piece = 320;

    public string Name => "live";

    public string Title => "live speech, 20 ms at a time";

    public async Task<StageFigure> RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        float[][] audio = await context.AudioAsync(cancellationToken);
        TrainingClip[] clips = await SpokenClips.MakeAsync(context, 1, cancellationToken);
        // any weights take the same time
        Recipe recipe = Recipe.BuiltIn("wav2kp-live-0").With([new("training.epochs", "1")]);
        ModelPackage model = await Task.Run(
            () => KeypointTrainer.Train(recipe, new ClipsBySplit(clips, [], []), new TrainingOptions { Device = "cpu", Threads = context.Threads }, null, cancellationToken).Package, cancellationToken);
        Speak(audio[0], []);
        List<double> milliseconds = [];
        int frames = 0;
        foreach (float[] samples in audio)
        {
            cancellationToken.ThrowIfCancellationRequested();
            frames += Speak(samples, milliseconds);
        }
        double[] sorted = [.. milliseconds.Order()];
        return new StageFigure(Name, "pieces per second", 1000 * sorted.Length / sorted.Sum(), new Dictionary<string, double>
        {
            ["p50Milliseconds"] = At(0.5),
            ["p99Milliseconds"] = At(0.99),
            ["highestMilliseconds"] = sorted[^1],
            ["pieces"] = sorted.Length,
            ["frames"] = frames,
        });

        int Speak(float[] samples, List<double> times)
        {
            KeypointStream stream = new(model);
            int given = 0;
            for (int first = 0; first + Piece <= samples.Length; first += Piece)
            {
                long begun = Stopwatch.GetTimestamp();
                given += stream.Push(samples.AsSpan(first, Piece)).Count;
                times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }
            return given;
        }

        double At(double share) => sorted[(int)Math.Min(sorted.Length - 1, Math.Ceiling(share * sorted.Length) - 1)];
    }

    public double? SpeedOf(PeerFigures peer, BenchClips clips) => peer["live", "pieces_per_second"];
}
