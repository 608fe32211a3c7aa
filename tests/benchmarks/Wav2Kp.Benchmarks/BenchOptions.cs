namespace Wav2Kp.Benchmarks;

/// <summary>What is measured.</summary>
internal sealed record BenchOptions
{
    /// <summary>The stages.</summary>
    public required IReadOnlyList<IStage> Stages { get; init; }

    /// <summary>A folder of clips; null: drawn ones.</summary>
    public string? Clips { get; init; }

    /// <summary>How many of them.</summary>
    public required int Count { get; init; }

    /// <summary>Pairs of runs, or runs where there is no peer.</summary>
    public required int Pairs { get; init; }

    /// <summary>Threads for each stage.</summary>
    public required int Threads { get; init; }

    /// <summary>Training steps to time.</summary>
    public required int Steps { get; init; }

    /// <summary>How many clips there are in all where there are to be many.</summary>
    public required int Copies { get; init; }

    /// <summary>A landmark network instead of Wav2Kp's own.</summary>
    public string? LandmarkModel { get; init; }

    /// <summary>The Python script to measure against; null: none.</summary>
    public string? Peer { get; init; }

    /// <summary>The Python interpreter; null: one that can import what is needed.</summary>
    public string? Python { get; init; }
}
