namespace Wav2Kp.Studio.Components.Charts;

/// <summary>What a chart's horizontal axis counts.</summary>
public enum CurveAxis
{
    /// <summary>Training steps.</summary>
    Step,

    /// <summary>Epochs.</summary>
    Epoch,

    /// <summary>Seconds since the run began.</summary>
    Time,
}
