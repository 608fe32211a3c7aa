using System.Diagnostics;
using Wav2Kp.Models;

namespace Wav2Kp.Benchmarks.Stages;

/// <summary>
/// Training of the published network: LSTM 1600 to 200, two layers, dropout 0.25, linear layer to 136, mean squared error, Adam; ten
/// sequences of 224 windows a step. The whole of the trainer's step is timed: windows, loss, gradients, optimiser, events.
/// </summary>
internal sealed class TrainStage : IStage
{
    private const int Batch = 10, WarmUpSteps = 2;

    public string Name => "train_lstm";

    public string Title => "LSTM training, 10 x 224 windows a step";

    public async Task<StageFigure> RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        TrainingClip[] clips = await SpokenClips.MakeAsync(context, Batch, cancellationToken);
        int steps = context.Steps + WarmUpSteps;
        Recipe recipe = Recipe.BuiltIn("wav2kp-seed").With([new("training.batchSize", $"{Batch}"), new("training.epochs", $"{steps}")]);
        StepClock clock = new();
        // one step an epoch: what the trainer does between epochs is in the time as well
        await Task.Run(
            () => KeypointTrainer.Train(recipe, new ClipsBySplit(clips, [], []), new TrainingOptions { Device = "cpu", Threads = context.Threads }, clock, cancellationToken), cancellationToken);
        double seconds = Stopwatch.GetElapsedTime(clock.Times[WarmUpSteps - 1], clock.Times[^1]).TotalSeconds;
        int frames = (SpokenClips.Frames * recipe.Keypoints.Upsample) - 1;
        return new StageFigure(Name, "frames per second", context.Steps * (double)Batch * frames / seconds, new Dictionary<string, double> { ["msPerStep"] = 1000 * seconds / context.Steps });
    }

    public double? SpeedOf(PeerFigures peer, BenchClips clips) => peer["train_lstm", "frames_per_second"];

    private sealed class StepClock : IProgress<TrainingEvent>
    {
        public List<long> Times { get; } = [];

        public void Report(TrainingEvent value)
        {
            if (value.Key == TrainingMetrics.StepLoss)
            {
                Times.Add(Stopwatch.GetTimestamp());
            }
        }
    }
}
