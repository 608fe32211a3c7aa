namespace Wav2Kp.Catalog.Tests.Runs;

/// <summary>A run as the reference evaluation sees it.</summary>
internal sealed record RunFacts
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Name { get; init; }

    public required string Experiment { get; init; }

    public required string Status { get; init; }

    public string? Notes { get; init; }

    public required DateTimeOffset Created { get; init; }

    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Finished { get; init; }

    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    public IReadOnlyDictionary<string, string> Params { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Null when it has not begun, or runs still: how long that is depends on now.</summary>
    public double? FinalSeconds => Finished is null || Started is null ? null : (Finished - Started).Value.TotalSeconds;
}
