using System.Text.Json;

namespace Wav2Kp.Contracts;

/// <summary>Parameters of the <see cref="StepKind.Train"/> and <see cref="StepKind.Evaluate"/> steps of a training job.</summary>
public sealed record TrainParameters
{
    /// <summary>The dataset version to train on.</summary>
    public required Guid DatasetVersionId { get; init; }

    /// <summary>The name of a built-in recipe (a JSON string) or a whole recipe (a JSON object).</summary>
    public required JsonElement Recipe { get; init; }

    /// <summary>Values that replace the recipe's, by dotted key: <c>training.epochs</c> = <c>5</c>.</summary>
    public IReadOnlyDictionary<string, string>? Overrides { get; init; }

    /// <summary><c>auto</c>, <c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>The name that the model will bear; the run's name if it is left out.</summary>
    public string? ModelName { get; init; }
}
