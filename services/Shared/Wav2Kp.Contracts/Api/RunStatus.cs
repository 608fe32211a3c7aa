namespace Wav2Kp.Contracts.Api;

/// <summary>Where an experiment's run stands.</summary>
public enum RunStatus
{
    /// <summary>Not begun.</summary>
    Queued,

    /// <summary>Training or being evaluated.</summary>
    Running,

    /// <summary>Trained and evaluated.</summary>
    Succeeded,

    /// <summary>Failed.</summary>
    Failed,

    /// <summary>Cancelled on request.</summary>
    Cancelled,
}
