namespace Wav2Kp.Studio.Platform;

/// <summary>An entry of a log, of one or more lines.</summary>
/// <param name="Level">trce, dbug, info, warn, fail or crit; null where the log does not say.</param>
/// <param name="Text">All its lines.</param>
public sealed record LogEntry(string? Level, string Text);
