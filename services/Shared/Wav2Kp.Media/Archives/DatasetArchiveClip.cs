using System.Text.Json;

namespace Wav2Kp.Media.Archives;

/// <summary>A clip of an exported dataset.</summary>
public sealed record DatasetArchiveClip
{
    /// <summary>Its identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>SHA-256 of the video: clips of the same are the same clip.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The name it was uploaded under.</summary>
    public required string Name { get; init; }

    /// <summary><c>train</c>, <c>validation</c> or <c>test</c>.</summary>
    public required string Split { get; init; }

    /// <summary>Who speaks.</summary>
    public string? Speaker { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What the probe found.</summary>
    public JsonElement? Media { get; init; }

    /// <summary>Its length.</summary>
    public double? Seconds { get; init; }

    /// <summary>Its frames.</summary>
    public long Frames { get; init; }

    /// <summary>Its frames with a face.</summary>
    public long ValidFrames { get; init; }

    /// <summary>Those of them that training does not use.</summary>
    public long? FlaggedFrames { get; init; }

    /// <summary>When it was uploaded.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The path of the video; null where it was left out.</summary>
    public string? Source { get; init; }

    /// <summary>What was made of it, by kind: <c>audio</c>, <c>features</c>, <c>landmarks</c>, <c>faces</c>, <c>contact-sheet</c>.</summary>
    public IReadOnlyDictionary<string, DatasetArchiveArtifact> Artifacts { get; init; } = new Dictionary<string, DatasetArchiveArtifact>();
}
