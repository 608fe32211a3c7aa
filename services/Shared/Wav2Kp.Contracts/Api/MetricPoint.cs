namespace Wav2Kp.Contracts.Api;

/// <summary>One value of a metric.</summary>
public sealed record MetricPoint
{
    /// <summary>The training step.</summary>
    public required long Step { get; init; }

    /// <summary>The epoch.</summary>
    public int? Epoch { get; init; }

    /// <summary>The value; null when it is not a finite number.</summary>
    public double? Value { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset At { get; init; }
}
