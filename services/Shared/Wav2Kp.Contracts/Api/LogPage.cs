namespace Wav2Kp.Contracts.Api;

/// <summary>A part of a log.</summary>
public sealed record LogPage
{
    /// <summary>Its entries, the oldest first.</summary>
    public required IReadOnlyList<LogEntry> Items { get; init; }

    /// <summary>Where the part ends: given as <c>after</c>, what was written later follows.</summary>
    public required string Next { get; init; }

    /// <summary>Whether there is more after it already.</summary>
    public required bool HasMore { get; init; }

    /// <summary>Whether the log was begun anew since <c>after</c>, so that the part starts at its beginning.</summary>
    public required bool Restarted { get; init; }
}
