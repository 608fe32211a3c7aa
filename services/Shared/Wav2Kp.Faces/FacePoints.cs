namespace Wav2Kp.Faces;

/// <summary>
/// The 68 points of the iBUG 300-W annotation, in its order. Right and left are the person's own: the right eye lies on the
/// left of the picture. Points are flat arrays of x, y pairs in pixels, x to the right and y down, with the centre of the
/// first pixel at (0, 0).
/// </summary>
public static class FacePoints
{
    /// <summary>How many points a face has.</summary>
    public const int Count = 68;

    /// <summary>How many numbers a face's points take: x and y of each.</summary>
    public const int Values = 2 * Count;

    /// <summary>The root of the nose, between the eyes.</summary>
    public const int NoseRoot = 27;

    /// <summary>The tip of the nose.</summary>
    public const int NoseTip = 30;

    /// <summary>The chin's lowest point.</summary>
    public const int Chin = 8;

    /// <summary>The outer corner of the right eye.</summary>
    public const int EyeOuterRight = 36;

    /// <summary>The inner corner of the right eye.</summary>
    public const int EyeInnerRight = 39;

    /// <summary>The inner corner of the left eye.</summary>
    public const int EyeInnerLeft = 42;

    /// <summary>The outer corner of the left eye.</summary>
    public const int EyeOuterLeft = 45;

    /// <summary>The right corner of the mouth.</summary>
    public const int MouthRight = 48;

    /// <summary>The left corner of the mouth.</summary>
    public const int MouthLeft = 54;

    /// <summary>The middle of the upper lip's lower edge; its distance to <see cref="InnerLipBottom"/> is the mouth's opening.</summary>
    public const int InnerLipTop = 62;

    /// <summary>The middle of the lower lip's upper edge.</summary>
    public const int InnerLipBottom = 66;

    /// <summary>The jaw line from the right ear over the chin to the left ear: 0-16.</summary>
    public static Range Jaw => ..17;

    /// <summary>The right brow, from outside inwards: 17-21.</summary>
    public static Range RightBrow => 17..22;

    /// <summary>The left brow, from inside outwards: 22-26.</summary>
    public static Range LeftBrow => 22..27;

    /// <summary>The nose's bridge, downwards to the tip: 27-30.</summary>
    public static Range NoseBridge => 27..31;

    /// <summary>The nose's base, from the right nostril to the left: 31-35.</summary>
    public static Range NoseBase => 31..36;

    /// <summary>The right eye, clockwise from its outer corner: 36-41.</summary>
    public static Range RightEye => 36..42;

    /// <summary>The left eye, clockwise from its inner corner: 42-47.</summary>
    public static Range LeftEye => 42..48;

    /// <summary>The lips' outer edge, clockwise from the right corner: 48-59.</summary>
    public static Range OuterLips => 48..60;

    /// <summary>The lips' inner edge, clockwise from the right corner: 60-67.</summary>
    public static Range InnerLips => 60..68;

    /// <summary>All points of the lips: 48-67.</summary>
    public static Range Lips => 48..68;

    /// <summary>
    /// The points that keep their place on the head while a person speaks and blinks: the corners of the eyes, the bridge
    /// and the base of the nose. The similarity that lays one face on another is fitted on them.
    /// </summary>
    public static ReadOnlySpan<int> Stable => [27, 28, 29, 30, 31, 33, 35, 36, 39, 42, 45];

    /// <summary>The point that mirrors each point when the picture is flipped left to right.</summary>
    public static ReadOnlySpan<int> Mirror =>
    [
        16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0,
        26, 25, 24, 23, 22, 21, 20, 19, 18, 17,
        27, 28, 29, 30, 35, 34, 33, 32, 31,
        45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40,
        54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55,
        64, 63, 62, 61, 60, 67, 66, 65,
    ];

    /// <summary>The distance between the outer corners of the eyes (36-45), by which errors are normalised.</summary>
    /// <param name="points">The face's 136 numbers.</param>
    public static float InterOcularDistance(ReadOnlySpan<float> points) => Distance(points, EyeOuterRight, EyeOuterLeft);

    /// <summary>The mouth's opening |p66 − p62|.</summary>
    /// <param name="points">The face's 136 numbers.</param>
    public static float MouthOpening(ReadOnlySpan<float> points) => Distance(points, InnerLipTop, InnerLipBottom);

    /// <summary>The distance between two of a face's points.</summary>
    public static float Distance(ReadOnlySpan<float> points, int first, int second) =>
        MathF.Sqrt(Square(points[2 * first] - points[2 * second]) + Square(points[(2 * first) + 1] - points[(2 * second) + 1]));

    /// <summary>
    /// The mean distance between two sets of points of a face over the inter-ocular distance of the second: nlmd.
    /// </summary>
    public static float NormalisedError(ReadOnlySpan<float> points, ReadOnlySpan<float> truth)
    {
        double sum = 0;
        for (int i = 0; i < Count; i++)
        {
            sum += Math.Sqrt(Square(points[2 * i] - truth[2 * i]) + Square(points[(2 * i) + 1] - truth[(2 * i) + 1]));
        }
        return (float)(sum / Count / InterOcularDistance(truth));
    }

    private static float Square(float value) => value * value;
}
