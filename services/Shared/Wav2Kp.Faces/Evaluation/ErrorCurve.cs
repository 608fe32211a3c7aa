using System.Globalization;
using OpenCvSharp;

namespace Wav2Kp.Faces.Evaluation;

/// <summary>The cumulative error curve: which share of the faces has at most which error.</summary>
public static class ErrorCurve
{
    private const int Width = 960, Height = 640, Left = 96, Right = 40, Top = 56, Bottom = 88;
    private const double MostError = 0.15;
    private static readonly Scalar s_ink = new(40, 36, 32), s_grid = new(228, 226, 224);

    private static readonly Scalar[] s_colours =
        [new(180, 92, 16), new(32, 110, 235), new(60, 150, 40), new(150, 50, 140), new(120, 120, 30), new(60, 60, 200)];

    /// <summary>The share of faces whose error is at most a value; faces that were not found count as above every value.</summary>
    public static double ShareBelow(IReadOnlyList<double> errors, double value)
    {
        ArgumentNullException.ThrowIfNull(errors);
        return (double)errors.Count(error => error <= value) / errors.Count;
    }

    /// <summary>Draws the curves of some networks.</summary>
    /// <param name="title">What was measured.</param>
    /// <param name="networks">At least one.</param>
    /// <returns>8-bit blue, green, red; the caller disposes of it.</returns>
    public static Mat Draw(string title, IReadOnlyList<NetworkFigures> networks)
    {
        ArgumentNullException.ThrowIfNull(networks);
        ArgumentOutOfRangeException.ThrowIfZero(networks.Count);
        Mat picture = new(Height, Width, MatType.CV_8UC3, Scalar.All(255));
        for (int i = 0; i <= 15; i++)
        {
            double error = i / 100.0;
            Cv2.Line(picture, At(error, 0), At(error, 1), s_grid, 1, LineTypes.AntiAlias);
            if (i % 3 == 0)
            {
                Text(picture, error.ToString("0.00", CultureInfo.InvariantCulture), At(error, 0).X - 18, Height - Bottom + 26, 0.5);
            }
        }
        for (int i = 0; i <= 10; i++)
        {
            Cv2.Line(picture, At(0, i / 10.0), At(MostError, i / 10.0), s_grid, 1, LineTypes.AntiAlias);
            if (i % 2 == 0)
            {
                Text(picture, $"{10 * i}%", Left - 58, At(0, i / 10.0).Y + 6, 0.5);
            }
        }
        // a failed face lies right of this
        Dashes(picture, At(LandmarkEvaluator.Failure, 0), At(LandmarkEvaluator.Failure, 1));
        for (int k = networks.Count - 1; k >= 0; k--)
        {
            List<Point> line = [];
            for (int x = 0; x <= Width - Left - Right; x++)
            {
                double error = MostError * x / (Width - Left - Right);
                line.Add(At(error, ShareBelow(networks[k].Errors, error)));
            }
            Cv2.Polylines(picture, [line], false, s_colours[k % s_colours.Length], k == 0 ? 3 : 2, LineTypes.AntiAlias);
        }
        Cv2.Line(picture, At(0, 0), At(MostError, 0), s_ink, 2);
        Cv2.Line(picture, At(0, 0), At(0, 1), s_ink, 2);
        Text(picture, title, Left, 34, 0.65);
        Text(picture, "error: mean distance / distance of the outer eye corners (NME)", Left + 170, Height - 24, 0.55);
        Text(picture, "faces", 18, Top - 16, 0.55);
        Cv2.Rectangle(picture, new Rect(Left + 376, Height - Bottom - 56 - (28 * (networks.Count - 1)), Width - Right - Left - 380, 28 * networks.Count + 10), Scalar.All(255), -1);
        for (int k = 0; k < networks.Count; k++)
        {
            int y = Height - Bottom - 30 - (28 * (networks.Count - 1 - k)), x = Left + 390;
            Cv2.Line(picture, new Point(x, y - 5), new Point(x + 34, y - 5), s_colours[k % s_colours.Length], k == 0 ? 3 : 2, LineTypes.AntiAlias);
            string figures = string.Create(CultureInfo.InvariantCulture, $"{networks[k].Network}: {networks[k].NmeMean:0.0000}, {networks[k].FailureRate:0.0%} above {LandmarkEvaluator.Failure:0.00}");
            Text(picture, figures, x + 46, y, 0.5);
        }
        return picture;
    }

    private static Point At(double error, double share) => new(
        Left + (int)Math.Round(error / MostError * (Width - Left - Right)), Height - Bottom - (int)Math.Round(share * (Height - Top - Bottom)));

    private static void Text(Mat picture, string text, int x, int y, double scale) =>
        Cv2.PutText(picture, text, new Point(x, y), HersheyFonts.HersheySimplex, scale, s_ink, 1, LineTypes.AntiAlias);

    private static void Dashes(Mat picture, Point from, Point to)
    {
        for (int y = Math.Min(from.Y, to.Y); y < Math.Max(from.Y, to.Y); y += 12)
        {
            Cv2.Line(picture, new Point(from.X, y), new Point(from.X, y + 6), s_ink, 1, LineTypes.AntiAlias);
        }
    }
}
