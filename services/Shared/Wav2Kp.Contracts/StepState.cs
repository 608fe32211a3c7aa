namespace Wav2Kp.Contracts;

/// <summary>Where a step stands.</summary>
public enum StepState
{
    /// <summary>A step before it has not finished.</summary>
    Waiting,

    /// <summary>Ready for a worker (after <c>not_before</c>, if that is set).</summary>
    Queued,

    /// <summary>A worker holds its lease.</summary>
    Running,

    /// <summary>Done; final.</summary>
    Succeeded,

    /// <summary>The input cannot be used; final. Code and reason say what is wrong and what to do.</summary>
    Rejected,

    /// <summary>Given up after several attempts; final unless it is retried by hand.</summary>
    Failed,

    /// <summary>Not done: its job was cancelled, or a step before it was rejected or failed.</summary>
    Cancelled,
}
