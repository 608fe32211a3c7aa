using Wav2Kp.Catalog;
using Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Datasets;

/// <summary>What lists show of a version: kept beside its manifest.</summary>
/// <param name="Filter">The filter that chose its clips; null where they were named.</param>
/// <param name="Seed">Of its split.</param>
/// <param name="Statistics">Of <c>all</c> its clips and of those of each part.</param>
internal sealed record DatasetFigures(string? Filter, int Seed, IReadOnlyDictionary<string, DatasetStatistics> Statistics)
{
    public const string All = "all";
    public const int Bins = 10;

    /// <summary>Computes them.</summary>
    public static DatasetFigures Of(DatasetManifest manifest)
    {
        var statistics = new Dictionary<string, DatasetStatistics> { [All] = Sum(manifest.Clips) };
        foreach (string part in Enum.GetNames<DatasetPart>().Select(n => n.ToLowerInvariant()))
            statistics[part] = Sum([.. manifest.Clips.Where(c => c.Split == part)]);
        return new DatasetFigures(manifest.Filter, manifest.Seed, statistics);
    }

    private static DatasetStatistics Sum(IReadOnlyList<DatasetManifestClip> clips)
    {
        int[] quality = new int[Bins];
        foreach (var clip in clips.Where(c => c.Frames > 0))
            quality[Math.Clamp((int)(Good(clip) * Bins / clip.Frames), 0, Bins - 1)]++;
        return new DatasetStatistics
        {
            Clips = clips.Count,
            Seconds = Math.Round(clips.Sum(c => c.Seconds ?? 0), 3),
            Frames = clips.Sum(c => c.Frames),
            ValidFrames = clips.Sum(c => c.ValidFrames),
            GoodFrames = clips.Sum(Good),
            Speakers = clips.GroupBy(c => c.Speaker ?? "").OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count()),
            Quality = quality,
        };
    }

    private static long Good(DatasetManifestClip clip) => Math.Max(0, clip.ValidFrames - (clip.Flagged ?? 0));
}
