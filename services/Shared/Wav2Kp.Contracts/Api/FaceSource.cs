using System.Text.Json.Serialization;

namespace Wav2Kp.Contracts.Api;

/// <summary>The face that an animation moves.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record FaceSource
{
    /// <summary>Which.</summary>
    public required FaceKind Kind { get; init; }

    /// <summary>The clip, for <see cref="FaceKind.Video"/>; it must be ready.</summary>
    public Guid? VideoId { get; init; }

    /// <summary>The picture, for <see cref="FaceKind.Portrait"/>.</summary>
    public Guid? UploadId { get; init; }
}
