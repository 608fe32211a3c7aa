using OpenCvSharp;
using Wav2Kp.Faces;

namespace Wav2Kp.Models;

/// <summary>Draws 68 points as the face's curves.</summary>
internal static class KeypointCurves
{
    private const int SubPixelBits = 4, Thickness = 2;

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

    public static void Draw(Mat canvas, float[] points)
    {
        canvas.SetTo(new Scalar(24, 20, 18));
        foreach ((System.Range range, bool closed, Scalar colour) in s_curves)
        {
            (int first, int count) = range.GetOffsetAndLength(FacePoints.Count);
            Point[] curve = new Point[count];
            for (int i = 0; i < count; i++)
            {
                curve[i] = new Point((int)Math.Round(points[2 * (first + i)] * (1 << SubPixelBits)), (int)Math.Round(points[(2 * (first + i)) + 1] * (1 << SubPixelBits)));
            }
            Cv2.Polylines(canvas, [curve], closed, colour, Thickness, LineTypes.AntiAlias, SubPixelBits);
        }
    }
}
