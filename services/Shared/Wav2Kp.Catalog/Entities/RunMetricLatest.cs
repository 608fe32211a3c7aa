namespace Wav2Kp.Catalog;

/// <summary>The last value of a run's metric, and how long its history is.</summary>
public sealed class RunMetricLatest
{
    /// <summary>The run.</summary>
    public Guid RunId { get; set; }

    /// <summary>The metric's name: <c>mouth_r</c>.</summary>
    public required string Key { get; set; }

    /// <summary>The training step, from 0.</summary>
    public long Step { get; set; }

    /// <summary>The epoch, from 0.</summary>
    public int Epoch { get; set; }

    /// <summary>The value; NaN and infinities are kept as they are.</summary>
    public double Value { get; set; }

    /// <summary>When it was measured.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>How many points its history has.</summary>
    public long Points { get; set; }
}
