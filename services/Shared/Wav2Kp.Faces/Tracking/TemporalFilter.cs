namespace Wav2Kp.Faces;

/// <summary>
/// Takes the shimmer from a face's points without delay, for clips that are there as a whole: a bilateral filter over time
/// (after Tomasi and Manduchi, "Bilateral filtering for gray and color images", ICCV 1998). A frame's points are the mean of those of the
/// frames around it, both ways alike (zero phase), weighted by how near they are in time and by whether the face is the same there
/// but for the network's noise. A mouth that closes is no such frame, so that it closes on its frame.
/// </summary>
/// <remarks>
/// The whole face's place, tilt and size are one group, then, in the face's own frame, the lips, each eye with its brow, and the rest: a
/// group that keeps still is smoothed while another moves.
/// </remarks>
internal sealed class TemporalFilter
{
    /// <summary>Frames before and after that a frame's points are made of.</summary>
    public const int Reach = 4;

    // the width over time, in frames
    private const double Width = 2.2;

    // the network's noise of a group's points from frame to frame, as a share of the inter-ocular distance, and its least in pixels;
    // groups that differ by more than a few times of it are not the same
    private const double Noise = 0.0045, LeastNoise = 0.10, Same = 1.6;

    // the groups that are smoothed each for itself
    private static readonly int[][] s_groups =
    [
        [.. Range(FacePoints.Lips)],
        [.. Range(FacePoints.RightEye), .. Range(FacePoints.RightBrow)],
        [.. Range(FacePoints.LeftEye), .. Range(FacePoints.LeftBrow)],
        [.. Range(FacePoints.NoseBridge), .. Range(FacePoints.NoseBase)],
        [.. Range(FacePoints.Jaw)],
    ];

    /// <summary>The points of a frame, filtered.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="pointsAt">The points of a frame near it; null where the face is not there without a gap in between.</param>
    /// <param name="points">The frame's own points.</param>
    /// <returns>136 numbers.</returns>
    public float[] Filtered(int frame, Func<int, float[]?> pointsAt, float[] points)
    {
        List<(int Distance, SimilarityTransform Pose, float[] Shape)> around = [];
        SimilarityTransform own = PoseOf(points);
        double noise = Math.Max(Noise, LeastNoise / own.Scale);
        float[] shape = own.Inverse().Apply(points);
        for (int distance = -Reach; distance <= Reach; distance++)
        {
            if (distance != 0 && pointsAt(frame + distance) is { } there)
            {
                SimilarityTransform pose = PoseOf(there);
                around.Add((distance, pose, pose.Inverse().Apply(there)));
            }
        }
        if (around.Count == 0)
        {
            return [.. points];
        }

        // the place of the head: what it does to the stable points
        (double a, double b, double x, double y, double sum) = (own.A, own.B, own.Tx, own.Ty, 1);
        foreach ((int distance, SimilarityTransform pose, _) in around)
        {
            (double dx, double dy) = ((pose.Tx - own.Tx) / own.Scale, (pose.Ty - own.Ty) / own.Scale);
            double turn = (Square(pose.A - own.A) + Square(pose.B - own.B)) / Square(own.Scale);
            double weight = Weight(distance, Square(dx) + Square(dy) + (0.35 * turn), noise);
            (a, b, x, y, sum) = (a + (weight * pose.A), b + (weight * pose.B), x + (weight * pose.Tx), y + (weight * pose.Ty), sum + weight);
        }
        SimilarityTransform steady = new(a / sum, b / sum, x / sum, y / sum);

        float[] smooth = new float[FacePoints.Values];
        Span<double> means = stackalloc double[FacePoints.Values];
        foreach (int[] group in s_groups)
        {
            double total = 1;
            foreach (int point in group)
            {
                (means[2 * point], means[(2 * point) + 1]) = (shape[2 * point], shape[(2 * point) + 1]);
            }
            foreach ((int distance, _, float[] other) in around)
            {
                double square = 0;
                foreach (int point in group)
                {
                    square += Square(other[2 * point] - shape[2 * point]) + Square(other[(2 * point) + 1] - shape[(2 * point) + 1]);
                }
                double weight = Weight(distance, square / group.Length, noise);
                total += weight;
                foreach (int point in group)
                {
                    means[2 * point] += weight * other[2 * point];
                    means[(2 * point) + 1] += weight * other[(2 * point) + 1];
                }
            }
            foreach (int point in group)
            {
                (smooth[2 * point], smooth[(2 * point) + 1]) = ((float)(means[2 * point] / total), (float)(means[(2 * point) + 1] / total));
            }
        }
        steady.Apply(smooth, smooth);
        return smooth;
    }

    private static SimilarityTransform PoseOf(float[] points) => SimilarityTransform.Fit(FaceCrop.Canonical, points, FacePoints.Stable);

    // noise alone makes a mean square distance of four times its variance: two coordinates of two frames
    private static double Weight(int distance, double square, double noise)
    {
        double usual = 4 * noise * noise;
        double beyond = square / (Same * usual);
        return Math.Exp(-(distance * distance / (2 * Width * Width)) - (0.5 * beyond * beyond));
    }

    private static double Square(double value) => value * value;

    private static IEnumerable<int> Range(Range range)
    {
        (int offset, int length) = range.GetOffsetAndLength(FacePoints.Count);
        return Enumerable.Range(offset, length);
    }
}
