namespace Wav2Kp.Catalog;

/// <summary>One worker's try at a step.</summary>
public sealed class StepAttempt
{
    /// <summary>The step.</summary>
    public Guid StepId { get; set; }

    /// <summary>1 for the first.</summary>
    public int Attempt { get; set; }

    /// <summary>Who tried.</summary>
    public required string Worker { get; set; }

    /// <summary>When it started.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>How it ended; null while it runs.</summary>
    public AttemptOutcome? Outcome { get; set; }

    /// <summary>What went wrong.</summary>
    public string? Error { get; set; }
}
