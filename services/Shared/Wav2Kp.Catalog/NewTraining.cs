using Wav2Kp.Contracts;

namespace Wav2Kp.Catalog;

/// <summary>A training to be started.</summary>
public sealed record NewTraining
{
    /// <summary>What the user calls the job and its run.</summary>
    public required string Name { get; init; }

    /// <summary>The experiment of the run; made if it is new.</summary>
    public string Experiment { get; init; } = "default";

    /// <summary>How.</summary>
    public required TrainParameters Parameters { get; init; }

    /// <summary>Tags of the run, by name.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Notes on the run.</summary>
    public string? Notes { get; init; }

    /// <summary>Steps of jobs with a higher number run first.</summary>
    public int Priority { get; init; }

    /// <summary>The same key again gives the same job.</summary>
    public string? IdempotencyKey { get; init; }
}
