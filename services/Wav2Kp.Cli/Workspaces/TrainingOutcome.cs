namespace Wav2Kp.Cli.Workspaces;

/// <summary>A trained model and its figures on the held-out clips.</summary>
internal sealed record TrainingOutcome(string RunId, string ModelId, string Recipe, IReadOnlyDictionary<string, double> Metrics, double Seconds);
