namespace Wav2Kp.Contracts.Api;

/// <summary>One attempt at a step.</summary>
public sealed record StepAttempt
{
    /// <summary>1, 2, …</summary>
    public required int Attempt { get; init; }

    /// <summary>Who did it.</summary>
    public string? Worker { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How it ended.</summary>
    public string? Outcome { get; init; }

    /// <summary>What went wrong.</summary>
    public string? Error { get; init; }
}
