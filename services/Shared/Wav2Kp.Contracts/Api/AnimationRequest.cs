using System.Text.Json.Serialization;

namespace Wav2Kp.Contracts.Api;

/// <summary>Asks for a face to be animated from speech.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AnimationRequest
{
    /// <summary>The model.</summary>
    public required Guid ModelId { get; init; }

    /// <summary>A video whose track is the speech. Either this or an upload.</summary>
    public Guid? AudioVideoId { get; init; }

    /// <summary>An uploaded audio or video file.</summary>
    public Guid? AudioUploadId { get; init; }

    /// <summary>The face; the model's mean face when missing.</summary>
    public FaceSource? Face { get; init; }

    /// <summary>A name for the job; one is made up when missing.</summary>
    public string? Name { get; init; }

    /// <summary>Jobs of a higher priority go first; -100 to 100.</summary>
    public int Priority { get; init; }
}
