namespace Wav2Kp.Faces;

/// <summary>
/// The aligned crop of a face: 256 x 256 pixels in which the eyes, brows and nose of every frame and person lie in about the
/// same place. It is the similarity that brings a face's stable points nearest to those of a canonical face.
/// </summary>
public static class FaceCrop
{
    /// <summary>The crop's width and height in pixels.</summary>
    public const int Size = 256;

    // the canonical face's inter-ocular distance and eye height in the crop: an open mouth's chin and the brows fit in
    private const float EyeDistance = 88, EyeHeight = 100;

    // half of a canonical face in inter-ocular distances, from the middle between the eyes: the points of the picture's right
    // half and of the middle, by their index
    private static readonly (int Index, float X, float Y)[] s_half =
    [
        (8, 0, 1.362f), (9, 0.160f, 1.335f), (10, 0.318f, 1.255f), (11, 0.470f, 1.125f), (12, 0.600f, 0.955f), (13, 0.692f, 0.750f), (14, 0.752f, 0.525f), (15, 0.788f, 0.290f), (16, 0.800f, 0.050f),
        (22, 0.145f, -0.215f), (23, 0.270f, -0.255f), (24, 0.400f, -0.260f), (25, 0.528f, -0.220f), (26, 0.655f, -0.125f),
        (27, 0, 0), (28, 0, 0.152f), (29, 0, 0.303f), (30, 0, 0.455f), (33, 0, 0.600f), (34, 0.083f, 0.586f), (35, 0.165f, 0.545f),
        (42, 0.175f, 0.022f), (43, 0.279f, -0.060f), (44, 0.402f, -0.070f), (45, 0.500f, -0.004f), (46, 0.396f, 0.045f), (47, 0.279f, 0.050f),
        (51, 0, 0.835f), (52, 0.076f, 0.820f), (53, 0.190f, 0.840f), (54, 0.305f, 0.890f), (55, 0.190f, 0.972f), (56, 0.082f, 1.010f), (57, 0, 1.015f),
        (62, 0, 0.900f), (63, 0.105f, 0.897f), (64, 0.262f, 0.892f), (65, 0.105f, 0.905f), (66, 0, 0.908f),
    ];

    private static readonly float[] s_canonical = BuildCanonical();
    private static readonly float[] s_target = SimilarityTransform.From(EyeDistance, 0, (Size - 1) / 2f, EyeHeight).Apply(s_canonical);

    /// <summary>The canonical face's 136 numbers, in inter-ocular distances from the middle between the eyes.</summary>
    public static ReadOnlySpan<float> Canonical => s_canonical;

    /// <summary>The transform from the frame to the face's crop.</summary>
    /// <param name="points">The face's 136 numbers in the frame.</param>
    /// <exception cref="ArgumentException">The stable points coincide.</exception>
    public static SimilarityTransform Fit(ReadOnlySpan<float> points) => SimilarityTransform.Fit(points, s_target, FacePoints.Stable);

    private static float[] BuildCanonical()
    {
        float[] points = new float[FacePoints.Values];
        foreach ((int index, float x, float y) in s_half)
        {
            int mirror = FacePoints.Mirror[index];
            (points[2 * mirror], points[(2 * mirror) + 1]) = (-x, y);
            (points[2 * index], points[(2 * index) + 1]) = (x, y);
        }
        return points;
    }
}
