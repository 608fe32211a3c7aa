namespace Wav2Kp.ServiceDefaults;

/// <summary>How steps of one kind are worked on.</summary>
public sealed class StepHandlerOptions
{
    /// <summary>How many steps of the kind this process works on at the same time.</summary>
    public int Concurrency { get; set; } = 1;

    /// <summary>
    /// For steps that may take minutes: messages are acknowledged at once (a broker closes channels whose deliveries wait for long)
    /// and only wake this process up; its free slots take the queued steps from the database.
    /// </summary>
    public bool LongRunning { get; set; }

    /// <summary>After how many attempts that end in a bug the step has failed.</summary>
    public int MaxAttempts { get; set; } = 3;

    /// <summary>After how many attempts that end in trouble with a disk, the network or a server the step has failed.</summary>
    public int MaxTransientAttempts { get; set; } = 8;
}
