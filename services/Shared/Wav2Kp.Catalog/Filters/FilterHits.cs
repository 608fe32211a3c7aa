namespace Wav2Kp.Catalog.Filters;

/// <summary>What a search found.</summary>
/// <param name="Ids">Those of the page asked for, in order.</param>
/// <param name="Total">How many pass the filter.</param>
public sealed record FilterHits(IReadOnlyList<Guid> Ids, long Total);
