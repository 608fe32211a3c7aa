namespace Wav2Kp.Catalog;

/// <summary>How one try at a step ended.</summary>
public enum AttemptOutcome
{
    /// <summary>The step is done.</summary>
    Succeeded,

    /// <summary>The input cannot be used.</summary>
    Rejected,

    /// <summary>Trouble that passes: a disk, the network, a server. Tried again later.</summary>
    Transient,

    /// <summary>Anything else that went wrong: a fault of Wav2Kp. Tried a few times.</summary>
    Bug,

    /// <summary>The job was cancelled.</summary>
    Cancelled,

    /// <summary>The worker went away: its lease ran out.</summary>
    Lost,

    /// <summary>The worker was stopped and gave the step back.</summary>
    Released,
}
