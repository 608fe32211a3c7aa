using System.Text.Json;

namespace Wav2Kp.Contracts.Api;

/// <summary>An uploaded video.</summary>
public sealed record Video
{
    /// <summary>Its identifier.</summary>
    public required Guid Id { get; init; }

    /// <summary>The file name it was first uploaded under.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of its bytes, hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Its size.</summary>
    public required long Bytes { get; init; }

    /// <summary>Where it stands.</summary>
    public required VideoState State { get; init; }

    /// <summary>Why it was rejected, as a word (<c>no-audio</c>, <c>no-face</c>, …).</summary>
    public string? Code { get; init; }

    /// <summary>What is wrong and what to do, when rejected or failed.</summary>
    public string? Reason { get; init; }

    /// <summary>In the answer to an upload: the same bytes were there already.</summary>
    public bool Duplicate { get; init; }

    /// <summary>What the probe found: container, duration, video, audio. Null until ingested.</summary>
    public JsonElement? Media { get; init; }

    /// <summary>What is odd about it without keeping it from use.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Its landmarks were given, not detected.</summary>
    public bool KnownLandmarks { get; init; }

    /// <summary>SHA-256 of the landmarks that were given, in lower-case hex; null where none were.</summary>
    public string? KnownLandmarksSha256 { get; init; }

    /// <summary>Who speaks.</summary>
    public string? Speaker { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>When it was first uploaded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What there is to download, with sizes.</summary>
    public IReadOnlyList<FileLink> Files { get; init; } = [];
}
