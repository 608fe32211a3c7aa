using System.Globalization;
using System.Text;

namespace Wav2Kp.Studio.Components;

/// <summary>A face of 68 points as an SVG path: jaw, brows, nose, eyes and lips.</summary>
/// <param name="Box">The picture's view box.</param>
/// <param name="Path">The curves.</param>
public sealed record FaceDrawing(string Box, string Path)
{
    private const int Points = 68;
    private const double Side = 100, Margin = 8;

    // first and last point of each curve in the order of iBUG's 68 points, and whether it is closed
    private static readonly (int First, int Last, bool Closed)[] s_curves =
        [(0, 16, false), (17, 21, false), (22, 26, false), (27, 30, false), (31, 35, false), (36, 41, true), (42, 47, true), (48, 59, true), (60, 67, true)];

    /// <summary>The drawing; null when these are no 68 points.</summary>
    /// <param name="points">x and y of each point, y downwards, in any unit.</param>
    public static FaceDrawing? Of(IReadOnlyList<double>? points)
    {
        if (points?.Count != Points * 2 || points.Any(p => !double.IsFinite(p)))
            return null;
        double left = double.MaxValue, right = double.MinValue, top = double.MaxValue, bottom = double.MinValue;
        for (int i = 0; i < Points; i++)
        {
            (left, right) = (Math.Min(left, points[2 * i]), Math.Max(right, points[2 * i]));
            (top, bottom) = (Math.Min(top, points[2 * i + 1]), Math.Max(bottom, points[2 * i + 1]));
        }
        double scale = Side / Math.Max(right - left, bottom - top);
        if (!double.IsFinite(scale))
            return null;
        var path = new StringBuilder();
        foreach (var (first, last, closed) in s_curves)
        {
            for (int i = first; i <= last; i++)
                path.Append(CultureInfo.InvariantCulture, $"{(i == first ? 'M' : 'L')}{(points[2 * i] - left) * scale + Margin:0.##} {(points[2 * i + 1] - top) * scale + Margin:0.##}");
            if (closed)
                path.Append('Z');
        }
        return new FaceDrawing(
            string.Create(CultureInfo.InvariantCulture, $"0 0 {(right - left) * scale + 2 * Margin:0.##} {(bottom - top) * scale + 2 * Margin:0.##}"), path.ToString());
    }
}
