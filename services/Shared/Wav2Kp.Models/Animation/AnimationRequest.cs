namespace Wav2Kp.Models;

/// <summary>What to animate with what.</summary>
public sealed record AnimationRequest
{
    /// <summary>The speech: any file with an audio track that ffmpeg reads, also a video.</summary>
    public required string AudioPath { get; init; }

    /// <summary>The folder of the model (<see cref="ModelPackage"/>).</summary>
    public required string ModelFolder { get; init; }

    /// <summary>The face to animate.</summary>
    public AnimationFace Face { get; init; } = AnimationFace.Mean;

    /// <summary><c>auto</c>, <c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Whether to make the preview video too.</summary>
    public bool Preview { get; init; } = true;
}
