using System.Text.Json;
using Wav2Kp.Contracts;

namespace Wav2Kp.Catalog;

/// <summary>A video of a speaker, known by the SHA-256 of its content.</summary>
public sealed class Clip
{
    /// <summary>Identity; ordered by time of creation.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <summary>SHA-256 of the source, lower-case hex; unique.</summary>
    public required string Sha256 { get; set; }

    /// <summary>The name under which it was first uploaded.</summary>
    public required string Name { get; set; }

    /// <summary>Every name under which this content was uploaded, the first one included.</summary>
    public string[] Names { get; set; } = [];

    /// <summary>Length of the source in bytes.</summary>
    public long Bytes { get; set; }

    /// <summary>Where it stands.</summary>
    public ClipState State { get; set; }

    /// <summary>Why it was rejected or failed, in one kebab-case word.</summary>
    public string? Code { get; set; }

    /// <summary>Why it was rejected or failed, and what to do, in a sentence.</summary>
    public string? Reason { get; set; }

    /// <summary>What the probe found: container, duration, video and audio.</summary>
    public JsonElement? Media { get; set; }

    /// <summary>What is odd about it, though it can be used.</summary>
    public string[] Warnings { get; set; } = [];

    /// <summary>Object key of the source.</summary>
    public required string SourceKey { get; set; }

    /// <summary>Object key of keypoints that came with the clip rather than from a detector.</summary>
    public string? KnownLandmarksKey { get; set; }

    /// <summary>Who speaks.</summary>
    public string? Speaker { get; set; }

    /// <summary>Free labels.</summary>
    public string[] Tags { get; set; } = [];

    /// <summary>When it was uploaded first.</summary>
    public DateTimeOffset CreatedAt { get; set; } = DateTimeOffset.UtcNow;

    /// <summary>When the row changed last.</summary>
    public DateTimeOffset UpdatedAt { get; set; } = DateTimeOffset.UtcNow;

    /// <summary>The artifacts that stand for the clip now, one of each kind.</summary>
    public List<ClipArtifact> Artifacts { get; } = [];
}
