namespace Wav2Kp.Cli.Workspaces;

/// <summary>An experiment's run on record.</summary>
internal sealed record RunOutcome(
    string Id,
    string? Name,
    string Experiment,
    string Status,
    DateTimeOffset? StartedAt,
    double? Seconds,
    string? ModelId,
    IReadOnlyDictionary<string, string> Params,
    IReadOnlyDictionary<string, double> Metrics);
