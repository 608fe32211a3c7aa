namespace Wav2Kp.ServiceDefaults;

/// <summary>How workers hold their steps and how lost messages are found; section <c>Steps</c> of the configuration.</summary>
public sealed class StepWorkerOptions
{
    /// <summary>How long a lease lasts unless it is renewed: how long a step of a lost machine waits for another worker.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often leases are renewed, progress is written and cancellations are noticed.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often the reconciler looks for lost workers and lost messages.</summary>
    public TimeSpan ReconcileInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a message may be under way before it counts as lost, if its queue is empty.</summary>
    public TimeSpan MessageOverdue { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a free slot for long steps looks into the database without having been woken up.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>After how many workers that went away in the middle of a step the step has failed.</summary>
    public int MaxLostLeases { get; set; } = 5;

    /// <summary>The first delay before a step that met trouble is tried again; it doubles with each attempt.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest delay before a step that met trouble is tried again.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Where the temporary folders of steps are made; the system's folder for temporary files if it is not set.</summary>
    public string? WorkFolder { get; set; }
}
