namespace Wav2Kp.Contracts.Api;

/// <summary>A clip in a dataset version.</summary>
public sealed record DatasetClip
{
    /// <summary>Its video.</summary>
    public required Guid VideoId { get; init; }

    /// <summary>The video's name.</summary>
    public required string Name { get; init; }

    /// <summary>The part it belongs to.</summary>
    public required DatasetPart Split { get; init; }

    /// <summary>Its frames.</summary>
    public required long Frames { get; init; }

    /// <summary>Its frames with a face.</summary>
    public required long ValidFrames { get; init; }
}
