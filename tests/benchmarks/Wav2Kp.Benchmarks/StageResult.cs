namespace Wav2Kp.Benchmarks;

/// <summary>A stage over all pairs of runs.</summary>
/// <param name="Stage">Its name.</param>
/// <param name="Ratio">Our speed over Python's, the median over the pairs; null where Python gives no such figure.</param>
/// <param name="RatioLowest">The least of the pairs.</param>
/// <param name="RatioHighest">The most of the pairs.</param>
/// <param name="Unit">The unit of the speeds.</param>
/// <param name="Ours">Our speed.</param>
/// <param name="Python">Python's.</param>
/// <param name="Details">Medians of other figures of ours.</param>
/// <param name="Note">Why there is no ratio.</param>
internal sealed record StageResult(
    string Stage, double? Ratio, double? RatioLowest, double? RatioHighest, string Unit, Spread Ours, Spread? Python, IReadOnlyDictionary<string, double> Details, string? Note);
