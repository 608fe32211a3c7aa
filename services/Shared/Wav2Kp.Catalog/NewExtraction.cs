using Wav2Kp.Contracts;

namespace Wav2Kp.Catalog;

/// <summary>An extraction to be started.</summary>
public sealed record NewExtraction
{
    /// <summary>What the user calls it.</summary>
    public required string Name { get; init; }

    /// <summary>The clips; each once.</summary>
    public required IReadOnlyCollection<Guid> ClipIds { get; init; }

    /// <summary>How.</summary>
    public ExtractionParameters Parameters { get; init; } = new();

    /// <summary>Steps of jobs with a higher number run first.</summary>
    public int Priority { get; init; }

    /// <summary>The same key again gives the same job.</summary>
    public string? IdempotencyKey { get; init; }
}
