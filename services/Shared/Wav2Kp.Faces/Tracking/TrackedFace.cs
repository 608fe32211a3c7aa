namespace Wav2Kp.Faces;

/// <summary>A face in a frame.</summary>
/// <param name="Points">Its 136 numbers, pixels.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Steadiness">How well the points kept their places under shifted crops when that was last measured, above 0 to 1; a factor of the confidence of networks that tell none.</param>
/// <param name="Appearance">What it looks like, aligned.</param>
internal sealed record TrackedFace(float[] Points, float Confidence, float Steadiness, FaceAppearance Appearance)
{
    /// <summary>Whether the picture under it was restored from what the video still holds of it (<see cref="DamagedStart"/>).</summary>
    public bool Restored { get; init; }

    /// <summary>The share of its points that the network cannot see, 0 to 1; 0 where it does not tell.</summary>
    public float Hidden { get; init; }

    /// <summary>The box around its points.</summary>
    public FaceBox Box { get; } = FaceBox.Around(Points);
}

/// <summary>An aligned patch of a face.</summary>
/// <param name="Values">Grey values of zero mean and unit length.</param>
/// <param name="Contrast">Their length before.</param>
/// <param name="Sharpness">The variance of the Laplacian of the aligned face over that of its grey values.</param>
internal readonly record struct FaceAppearance(float[] Values, float Contrast, float Sharpness);
