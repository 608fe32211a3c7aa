namespace Wav2Kp.Contracts.Api;

/// <summary>The history of one metric of a run.</summary>
public sealed record MetricSeries
{
    /// <summary>The metric.</summary>
    public required string Key { get; init; }

    /// <summary>How many points were recorded; the answer is thinned to <c>maxPoints</c> of them.</summary>
    public required long Total { get; init; }

    /// <summary>In order of step; the first and the last are always among them.</summary>
    public required IReadOnlyList<MetricPoint> Points { get; init; }
}
