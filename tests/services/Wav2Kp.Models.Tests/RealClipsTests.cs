using Shouldly;
using Xunit;

namespace Wav2Kp.Models.Tests;

public sealed class RealClipsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wav2kp-real-").FullName;

    [Fact]
    public async Task A_few_real_clips_are_enough_to_beat_a_still_face()
    {
        TrainingClip[] clips = await RealClips.ExtractAsync(_folder, 14, TestContext.Current.CancellationToken);
        // a smaller network and fewer epochs than the default: this is to show that it learns, not how well
        Recipe recipe = Recipe.BuiltIn("wav2kp").With([new("network.hidden", "64"), new("training.epochs", "8"), new("training.batchSize", "4")]);

        TrainedModel model = KeypointTrainer.Train(recipe, new ClipsBySplit(clips[..10], clips[10..12], clips[12..]), new TrainingOptions { Device = "cpu" }, cancellationToken: TestContext.Current.CancellationToken);

        EvaluationResult result = Evaluator.Evaluate(model.Package, clips[12..], TestContext.Current.CancellationToken, "cpu");
        result.PerClip.Count.ShouldBe(2);
        result.Metrics.Frames.ShouldBe(150);
        result.Metrics.MouthCorrelation.ShouldBeGreaterThan(0.5);
        result.Metrics.LipDistance.ShouldBeLessThan(result.Baseline.LipDistance);
        result.Metrics.LandmarkDistance.ShouldBeLessThan(2.5);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
