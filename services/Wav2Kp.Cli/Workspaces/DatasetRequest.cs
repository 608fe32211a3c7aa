namespace Wav2Kp.Cli.Workspaces;

/// <summary>A dataset version to make.</summary>
/// <param name="ClipIds">Its clips; null for all that are ready.</param>
/// <param name="Filter">A filter of clips that chooses among all that are ready; on the platform.</param>
/// <param name="Train">Share (or count, from 1) of the clips for training.</param>
internal sealed record DatasetRequest(string Name, IReadOnlyList<string>? ClipIds, double Train = 0.8, double Validation = 0.1, double Test = 0.1, int Seed = 1, string? Filter = null);
