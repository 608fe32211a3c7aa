namespace Wav2Kp.Cli.Workspaces;

/// <param name="Filter">An expression over <c>metrics.*</c>, <c>params.*</c> and attributes; null for all.</param>
/// <param name="Order">Such as <c>metrics.mouth_r desc</c>; null for the newest first.</param>
internal sealed record RunQuery(string? Filter, string? Order, int Limit);
