namespace Wav2Kp.Contracts.Api;

/// <summary>Where a job stands.</summary>
public enum JobState
{
    /// <summary>None of its steps has begun.</summary>
    Queued,

    /// <summary>At least one step has begun.</summary>
    Running,

    /// <summary>Done; of an extraction: at least one clip is ready.</summary>
    Succeeded,

    /// <summary>A step failed for good.</summary>
    Failed,

    /// <summary>Its input was at fault.</summary>
    Rejected,

    /// <summary>Cancelled on request.</summary>
    Cancelled,
}
