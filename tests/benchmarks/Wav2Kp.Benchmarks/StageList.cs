using Wav2Kp.Benchmarks.Stages;

namespace Wav2Kp.Benchmarks;

/// <summary>All stages in the order in which they run.</summary>
internal static class StageList
{
    public static IReadOnlyList<IStage> All { get; } = [new MfccStage(), new LandmarkStage(), new TrainStage(), new InferStage(), new LiveStage(), new PipelineStage(), new QueriesStage(), new GrowthStage()];
}
