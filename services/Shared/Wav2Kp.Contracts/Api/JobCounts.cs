namespace Wav2Kp.Contracts.Api;

/// <summary>How many steps and clips of a job are in which state.</summary>
public sealed record JobCounts
{
    /// <summary>All steps so far.</summary>
    public int Steps { get; init; }

    /// <summary>Steps that wait.</summary>
    public int Waiting { get; init; }

    /// <summary>Steps ready for a worker.</summary>
    public int Queued { get; init; }

    /// <summary>Steps at work.</summary>
    public int Running { get; init; }

    /// <summary>Steps done.</summary>
    public int Succeeded { get; init; }

    /// <summary>Steps that failed.</summary>
    public int Failed { get; init; }

    /// <summary>Steps rejected.</summary>
    public int Rejected { get; init; }

    /// <summary>Steps cancelled.</summary>
    public int Cancelled { get; init; }

    /// <summary>Clips of the job.</summary>
    public int Clips { get; init; }

    /// <summary>Clips that are ready.</summary>
    public int ClipsReady { get; init; }

    /// <summary>Clips rejected.</summary>
    public int ClipsRejected { get; init; }

    /// <summary>Clips that failed.</summary>
    public int ClipsFailed { get; init; }
}
