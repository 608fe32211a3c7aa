using OpenCvSharp;
using Wav2Kp.Faces;

namespace Wav2Kp.Models;

/// <summary>Draws 68 points as the face's curves.</summary>
internal static class KeypointCurves
{
    private const int SubPixelBits = 4, Thickness = 2, PointsPerSpan = 6;

    // far outside any picture: a wild prediction must not overflow
    private const double Farthest = 10_000;

    private static readonly (System.Range Points, bool Closed, Scalar Colour)[] s_curves =
    [
        (FacePoints.Jaw, false, new Scalar(80, 175, 76)),
        (FacePoints.RightBrow, false, new Scalar(0, 152, 255)),
        (FacePoints.LeftBrow, false, new Scalar(0, 152, 255)),
        (FacePoints.NoseBridge, false, new Scalar(243, 150, 33)),
        (FacePoints.NoseBase, false, new Scalar(243, 150, 33)),
        (FacePoints.RightEye, true, new Scalar(80, 83, 239)),
        (FacePoints.LeftEye, true, new Scalar(80, 83, 239)),
        (FacePoints.OuterLips, true, new Scalar(200, 71, 171)),
        (FacePoints.InnerLips, true, new Scalar(200, 140, 240)),
    ];

    /// <summary>Clears the canvas and draws the curves.</summary>
    /// <param name="canvas">8-bit BGR.</param>
    /// <param name="points">68 points, [68, 2] px of the canvas.</param>
    public static void Draw(Mat canvas, ReadOnlySpan<float> points)
    {
        canvas.SetTo(new Scalar(24, 20, 18));
        foreach ((System.Range range, bool closed, Scalar colour) in s_curves)
        {
            (int first, int count) = range.GetOffsetAndLength(FacePoints.Count);
            Cv2.Polylines(canvas, [Smooth(points.Slice(2 * first, 2 * count), closed)], closed, colour, Thickness, LineTypes.AntiAlias, SubPixelBits);
        }
    }

    /// <summary>The points joined by a Catmull-Rom spline, which passes through each of them, in fractions of a pixel.</summary>
    private static Point[] Smooth(ReadOnlySpan<float> points, bool closed)
    {
        int count = points.Length / 2, spans = closed ? count : count - 1;
        List<Point> curve = new((spans * PointsPerSpan) + 1);
        for (int span = 0; span < spans; span++)
        {
            for (int step = 0; step < PointsPerSpan; step++)
            {
                double t = (double)step / PointsPerSpan;
                curve.Add(new Point(Spline(points, span, t, 0, closed), Spline(points, span, t, 1, closed)));
            }
        }
        if (!closed)
        {
            curve.Add(new Point(Fixed(points[2 * spans]), Fixed(points[(2 * spans) + 1])));
        }
        return [.. curve];
    }

    private static int Spline(ReadOnlySpan<float> points, int span, double t, int axis, bool closed)
    {
        int count = points.Length / 2;
        double a = points[(2 * At(span - 1)) + axis], b = points[(2 * At(span)) + axis], c = points[(2 * At(span + 1)) + axis], d = points[(2 * At(span + 2)) + axis];
        return Fixed(0.5 * ((2 * b) + ((c - a) * t) + (((2 * a) - (5 * b) + (4 * c) - d) * t * t) + (((3 * b) - a - (3 * c) + d) * t * t * t)));

        // an open curve's ends are repeated
        int At(int index) => closed ? (index + count) % count : Math.Clamp(index, 0, count - 1);
    }

    private static int Fixed(double pixels) => (int)Math.Round(Math.Clamp(pixels, -Farthest, Farthest) * (1 << SubPixelBits));
}
