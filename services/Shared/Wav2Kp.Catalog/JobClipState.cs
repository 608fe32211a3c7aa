namespace Wav2Kp.Catalog;

/// <summary>How a clip of an extraction ended.</summary>
public enum JobClipState
{
    /// <summary>It has not.</summary>
    Pending,

    /// <summary>Features and keypoints are there.</summary>
    Ready,

    /// <summary>It cannot be used.</summary>
    Rejected,

    /// <summary>A step failed.</summary>
    Failed,

    /// <summary>The job was cancelled before it was done.</summary>
    Cancelled,
}
