using System.Text.Json;

namespace Wav2Kp.Catalog;

/// <summary>What a dataset version consists of. Clips are in ordinal order of their ids' text.</summary>
/// <param name="Clips">The clips.</param>
/// <param name="Seed">The seed that the splits were drawn with.</param>
/// <param name="Statistics">Counts and durations, for people to read.</param>
public sealed record DatasetManifest(IReadOnlyList<DatasetManifestClip> Clips, int Seed, JsonElement? Statistics = null)
{
    /// <summary>The filter that chose the clips; null where they were named.</summary>
    public string? Filter { get; init; }
}
