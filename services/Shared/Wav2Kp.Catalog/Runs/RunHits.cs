namespace Wav2Kp.Catalog.Runs;

/// <summary>The runs that a search found.</summary>
/// <param name="Ids">The runs of the page asked for, in order.</param>
/// <param name="Total">How many runs pass the filter.</param>
public sealed record RunHits(IReadOnlyList<Guid> Ids, long Total);
