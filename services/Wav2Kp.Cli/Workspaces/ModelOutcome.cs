namespace Wav2Kp.Cli.Workspaces;

/// <summary>A trained model.</summary>
internal sealed record ModelOutcome(string Id, string Name, string Recipe, string? RunId, DateTimeOffset CreatedAt, IReadOnlyDictionary<string, double> Metrics, string? Stage = null);
