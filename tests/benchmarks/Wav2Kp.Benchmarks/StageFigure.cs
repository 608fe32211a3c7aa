namespace Wav2Kp.Benchmarks;

/// <summary>What one run of a stage gave.</summary>
/// <param name="Stage">The stage's name.</param>
/// <param name="Unit">What <paramref name="Value"/> counts, more is faster; empty where there is no such figure.</param>
/// <param name="Value">The speed.</param>
/// <param name="Details">Other figures by name, such as milliseconds per clip.</param>
internal sealed record StageFigure(string Stage, string Unit, double Value, IReadOnlyDictionary<string, double> Details);
