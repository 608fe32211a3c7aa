namespace Wav2Kp.Contracts;

/// <summary>Where a clip stands.</summary>
public enum ClipState
{
    /// <summary>Its source is stored; nothing was made of it yet.</summary>
    Uploaded,

    /// <summary>An extraction works on it.</summary>
    Processing,

    /// <summary>Features and keypoints are there: it can go into a dataset.</summary>
    Ready,

    /// <summary>It cannot be used; code and reason say why and what to do.</summary>
    Rejected,

    /// <summary>A step on it failed through no fault of its own; a retry may help.</summary>
    Failed,
}
