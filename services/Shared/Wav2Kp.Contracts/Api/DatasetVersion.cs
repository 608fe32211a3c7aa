namespace Wav2Kp.Contracts.Api;

/// <summary>An immutable version of a dataset.</summary>
public sealed record DatasetVersion
{
    /// <summary>The version's identifier.</summary>
    public required Guid Id { get; init; }

    /// <summary>The dataset's identifier.</summary>
    public required Guid DatasetId { get; init; }

    /// <summary>The dataset's name.</summary>
    public required string Name { get; init; }

    /// <summary>1, 2, …</summary>
    public required int Version { get; init; }

    /// <summary>SHA-256 of the manifest: the same clips, artifacts and split have the same.</summary>
    public required string Hash { get; init; }

    /// <summary>Seed of the split.</summary>
    public required int Seed { get; init; }

    /// <summary>The filter that chose its clips; null where they were named.</summary>
    public string? Filter { get; init; }

    /// <summary>Figures of <c>all</c> its clips, and of those of <c>train</c>, <c>validation</c> and <c>test</c>.</summary>
    public IReadOnlyDictionary<string, DatasetStatistics> Statistics { get; init; } = new Dictionary<string, DatasetStatistics>();

    /// <summary>Its clips; empty in lists.</summary>
    public IReadOnlyList<DatasetClip> Clips { get; init; } = [];

    /// <summary>How many clips there are.</summary>
    public required int ClipCount { get; init; }

    /// <summary>How many of them train.</summary>
    public required int TrainClips { get; init; }

    /// <summary>How many validate.</summary>
    public required int ValidationClips { get; init; }

    /// <summary>How many are held out.</summary>
    public required int TestClips { get; init; }

    /// <summary>Frames in all clips.</summary>
    public required long Frames { get; init; }

    /// <summary>Frames with a face.</summary>
    public required long ValidFrames { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
