namespace Wav2Kp.Contracts;

/// <summary>Parameters of the <see cref="StepKind.Animate"/> step. The speech is a clip's or an upload's: exactly one is set.</summary>
public sealed record AnimateParameters
{
    /// <summary>The model that animates.</summary>
    public required Guid ModelId { get; init; }

    /// <summary>The clip whose audio track speaks.</summary>
    public Guid? AudioClipId { get; init; }

    /// <summary>The uploaded audio (or video) file that speaks.</summary>
    public Guid? AudioUploadId { get; init; }

    /// <summary>The face to animate.</summary>
    public AnimationFace Face { get; init; } = new();
}
