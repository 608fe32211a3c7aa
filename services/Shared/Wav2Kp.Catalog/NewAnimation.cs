using Wav2Kp.Contracts;

namespace Wav2Kp.Catalog;

/// <summary>An animation to be started.</summary>
public sealed record NewAnimation
{
    /// <summary>What the user calls it.</summary>
    public required string Name { get; init; }

    /// <summary>How.</summary>
    public required AnimateParameters Parameters { get; init; }

    /// <summary>Steps of jobs with a higher number run first.</summary>
    public int Priority { get; init; }

    /// <summary>The same key again gives the same job.</summary>
    public string? IdempotencyKey { get; init; }
}
