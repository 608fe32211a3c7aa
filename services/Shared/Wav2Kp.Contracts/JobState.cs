namespace Wav2Kp.Contracts;

/// <summary>Where a job, or a run of an experiment, stands.</summary>
public enum JobState
{
    /// <summary>No step has started.</summary>
    Queued,

    /// <summary>At least one step has started.</summary>
    Running,

    /// <summary>Done; an extraction succeeds when at least one of its clips is ready.</summary>
    Succeeded,

    /// <summary>A step failed (in an extraction: no clip is ready and at least one failed).</summary>
    Failed,

    /// <summary>The input cannot be used (in an extraction: every clip was rejected).</summary>
    Rejected,

    /// <summary>Cancelled on request.</summary>
    Cancelled,
}
