using OpenCvSharp;

namespace Wav2Kp.Faces.Networks;

/// <summary>
/// The square around a face that our landmark network sees. Its middle is the mean of the 68 points and its side a multiple
/// of their root mean square distance from it: all points have a say, so it stands still when the mouth opens or one point
/// shimmers, and it does not change when the face turns in the picture's plane.
/// </summary>
public static class LandmarkCrop
{
    /// <summary>The square's side over the root mean square distance of the points from their mean.</summary>
    public const float SideOverSpread = 4;

    /// <summary>The square of a face.</summary>
    /// <param name="points">Its 136 numbers.</param>
    /// <returns>The middle and the side, pixels.</returns>
    public static (float CentreX, float CentreY, float Side) Around(ReadOnlySpan<float> points)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points.Length, FacePoints.Values, nameof(points));
        double x = 0, y = 0, square = 0;
        for (int i = 0; i < FacePoints.Values; i += 2)
        {
            x += points[i];
            y += points[i + 1];
        }
        x /= FacePoints.Count;
        y /= FacePoints.Count;
        for (int i = 0; i < FacePoints.Values; i += 2)
        {
            square += ((points[i] - x) * (points[i] - x)) + ((points[i + 1] - y) * (points[i + 1] - y));
        }
        return ((float)x, (float)y, (float)(SideOverSpread * Math.Sqrt(square / FacePoints.Count)));
    }

    /// <summary>How far a face is turned in the picture's plane: the angle of the line through the outer corners of the eyes.</summary>
    /// <param name="points">Its 136 numbers.</param>
    /// <returns>Radians, clockwise as seen (y points down).</returns>
    public static float AngleOf(ReadOnlySpan<float> points) => MathF.Atan2(
        points[(2 * FacePoints.EyeOuterLeft) + 1] - points[(2 * FacePoints.EyeOuterRight) + 1],
        points[2 * FacePoints.EyeOuterLeft] - points[2 * FacePoints.EyeOuterRight]);

    /// <summary>Writes the transform from a crop's pixels to the picture's into a 2 x 3 matrix of doubles.</summary>
    internal static void Transform(Mat matrix, int pixels, float centreX, float centreY, float side, float angleRadians)
    {
        double step = (double)side / pixels, middle = (pixels - 1) / 2.0;
        double a = step * Math.Cos(angleRadians), b = step * Math.Sin(angleRadians);
        matrix.Set(0, 0, a);
        matrix.Set(0, 1, -b);
        matrix.Set(0, 2, centreX - (middle * (a - b)));
        matrix.Set(1, 0, b);
        matrix.Set(1, 1, a);
        matrix.Set(1, 2, centreY - (middle * (a + b)));
    }

    /// <summary>Places in a crop, 0 to 1 from its edge to the opposite one, to pixels of the picture.</summary>
    internal static void ToPicture(Span<float> points, float centreX, float centreY, float side, float angleRadians)
    {
        float a = side * MathF.Cos(angleRadians), b = side * MathF.Sin(angleRadians);
        for (int i = 0; i < points.Length; i += 2)
        {
            float u = points[i] - 0.5f, v = points[i + 1] - 0.5f;
            points[i] = centreX + (a * u) - (b * v);
            points[i + 1] = centreY + (b * u) + (a * v);
        }
    }
}
