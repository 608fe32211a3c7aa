namespace Wav2Kp.Contracts;

/// <summary>The face that an animation moves.</summary>
public sealed record AnimationFace
{
    /// <summary>Which kind of face.</summary>
    public FaceKind Kind { get; init; } = FaceKind.Mean;

    /// <summary>The clip, for <see cref="FaceKind.Video"/>.</summary>
    public Guid? ClipId { get; init; }

    /// <summary>The uploaded picture, for <see cref="FaceKind.Portrait"/>.</summary>
    public Guid? UploadId { get; init; }
}
