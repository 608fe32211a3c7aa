namespace Wav2Kp.Contracts.Api;

/// <summary>Where a step stands.</summary>
public enum StepState
{
    /// <summary>Waits for other steps or for a retry's time.</summary>
    Waiting,

    /// <summary>Ready for a worker.</summary>
    Queued,

    /// <summary>A worker has it.</summary>
    Running,

    /// <summary>Done.</summary>
    Succeeded,

    /// <summary>Its input was at fault.</summary>
    Rejected,

    /// <summary>Failed for good.</summary>
    Failed,

    /// <summary>Cancelled on request.</summary>
    Cancelled,
}
