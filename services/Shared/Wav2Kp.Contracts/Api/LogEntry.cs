namespace Wav2Kp.Contracts.Api;

/// <summary>An entry of a log, of one or more lines.</summary>
public sealed record LogEntry
{
    /// <summary><c>trce</c>, <c>dbug</c>, <c>info</c>, <c>warn</c>, <c>fail</c> or <c>crit</c>; null where the log does not say.</summary>
    public string? Level { get; init; }

    /// <summary>All its lines.</summary>
    public required string Text { get; init; }
}
