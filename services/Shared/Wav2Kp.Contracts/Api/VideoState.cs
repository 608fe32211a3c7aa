namespace Wav2Kp.Contracts.Api;

/// <summary>Where a video is on its way to becoming a clip that can be trained on.</summary>
public enum VideoState
{
    /// <summary>Stored; no extraction has been asked for yet.</summary>
    Uploaded,

    /// <summary>An extraction is under way.</summary>
    Processing,

    /// <summary>Its features and landmarks are there.</summary>
    Ready,

    /// <summary>The video itself is at fault; the reason says what to do.</summary>
    Rejected,

    /// <summary>The platform is at fault; retry the job.</summary>
    Failed,
}
