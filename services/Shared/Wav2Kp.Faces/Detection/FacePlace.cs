namespace Wav2Kp.Faces;

/// <summary>Where a face lies, how large it is and how it is tilted: what the face detector learns and tells.</summary>
/// <param name="X">The middle of its upright square, pixels.</param>
/// <param name="Y">The middle of its upright square, pixels.</param>
/// <param name="Size">The square's side: the larger of width and height of the points after the tilt is taken away, pixels.</param>
/// <param name="Angle">The tilt in the picture's plane in radians, clockwise as seen.</param>
internal readonly record struct FacePlace(float X, float Y, float Size, float Angle)
{
    // middle and side of the canonical face's square, in inter-ocular distances
    private static readonly FacePlace s_canonical = Of(FaceCrop.Canonical, SimilarityTransform.Identity);

    /// <summary>The place of a face of known points.</summary>
    /// <param name="points">The face's 136 numbers.</param>
    public static FacePlace Of(ReadOnlySpan<float> points) => Of(points, SimilarityTransform.Fit(FaceCrop.Canonical, points));

    /// <summary>About where the points of a face at this place lie: the canonical face's, laid on it.</summary>
    public float[] ToPoints()
    {
        double scale = Size / s_canonical.Size;
        SimilarityTransform turned = SimilarityTransform.From(scale, Angle, 0, 0);
        (double x, double y) = turned.Apply(s_canonical.X, s_canonical.Y);
        return SimilarityTransform.From(scale, Angle, X - x, Y - y).Apply(FaceCrop.Canonical);
    }

    private static FacePlace Of(ReadOnlySpan<float> points, SimilarityTransform pose)
    {
        float[] upright = pose.Inverse().Apply(points);
        FaceBox box = FaceBox.Around(upright);
        (double x, double y) = pose.Apply(box.CentreX, box.CentreY);
        return new FacePlace((float)x, (float)y, (float)(Math.Max(box.Width, box.Height) * pose.Scale), (float)pose.Rotation);
    }
}
