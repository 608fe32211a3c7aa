using System.Globalization;
using System.Text;

namespace Wav2Kp.Studio.Components.Charts;

/// <summary>Curves as the paths, lines and labels of a picture of <see cref="Width"/> x <see cref="Height"/>.</summary>
internal sealed class CurvePlot
{
    public const int Width = 640, Height = 250, Left = 62, Right = 14, Top = 10, Bottom = 26;

    private const int WantedTicks = 5;

    private const int MostPlaces = 60;

    private CurvePlot(IReadOnlyList<Path> paths, IReadOnlyList<Tick> xTicks, IReadOnlyList<Tick> yTicks, int hidden, string places) =>
        (Paths, XTicks, YTicks, Hidden, Places) = (paths, xTicks, yTicks, hidden, places);

    public IReadOnlyList<Path> Paths { get; }

    public IReadOnlyList<Tick> XTicks { get; }

    public IReadOnlyList<Tick> YTicks { get; }

    /// <summary>Values at 0 or below, which have no place on a logarithmic scale.</summary>
    public int Hidden { get; }

    /// <summary>Where some of the training steps are, <c>x:step</c> in ascending order: what a script needs to look closer at a part.</summary>
    public string Places { get; }

    /// <summary>The picture; null when there is no point to show.</summary>
    public static CurvePlot? Of(IReadOnlyList<CurveLine> lines, CurveAxis axis, bool log, double smoothing)
    {
        int hidden = log ? lines.Sum(l => l.Points.Count(p => p.Y <= 0)) : 0;
        var shown = lines.Select(l => (Line: l, Raw: l.Points.Select(p => Placed(p, log)).ToList())).ToList();
        var points = shown.SelectMany(s => s.Raw).Where(p => p.Y is not null).ToList();
        if (points.Count == 0)
            return null;
        var (xLow, xHigh) = (points.Min(p => p.X), points.Max(p => p.X));
        if (xLow == xHigh)
            xHigh = xLow + 1;
        var (yLow, yHigh) = (points.Min(p => p.Y!.Value), points.Max(p => p.Y!.Value));
        double margin = yHigh > yLow ? (yHigh - yLow) * 0.04 : log ? 0.5 : Math.Abs(yLow) > 0 ? Math.Abs(yLow) / 2 : 1;
        yLow -= margin;
        yHigh += margin;

        double X(double x) => Left + (x - xLow) / (xHigh - xLow) * (Width - Left - Right);
        double Y(double y) => Top + (yHigh - y) / (yHigh - yLow) * (Height - Top - Bottom);
        var paths = shown.Select(s => new Path(
            s.Line.Colour, Draw(smoothing > 0 ? Smooth(s.Raw, smoothing) : s.Raw, X, Y), smoothing > 0 ? Draw(s.Raw, X, Y) : null)).ToList();
        var xTicks = Steps(xLow, xHigh).Select(v => new Tick(X(v), axis == CurveAxis.Time ? Text.Span(v) : Short(v))).ToList();
        var yTicks = (log ? Powers(yLow, yHigh) : Steps(yLow, yHigh).Select(v => (At: v, Value: v))).Select(t => new Tick(Y(t.At), Short(t.Value))).ToList();
        var longest = lines.MaxBy(l => l.Points.Count)!.Points;
        int stride = Math.Max(1, longest.Count / MostPlaces);
        var places = longest.Where((_, i) => i % stride == 0 || i == longest.Count - 1).Select(q => string.Create(CultureInfo.InvariantCulture, $"{X(q.X):0.#}:{q.Step}"));
        return new CurvePlot(paths, xTicks, yTicks, hidden, string.Join(' ', places));
    }

    /// <summary>
    /// The exponential mean of a curve, without the pull towards 0 at its beginning (the correction of Kingma and Ba, Adam, 2015,
    /// section 3). Gaps stay.
    /// </summary>
    public static List<CurvePoint> Smooth(IReadOnlyList<CurvePoint> points, double weight)
    {
        double mean = 0, kept = 1;
        var smooth = new List<CurvePoint>(points.Count);
        foreach (var point in points)
        {
            if (point.Y is { } value)
            {
                mean = weight * mean + (1 - weight) * value;
                kept *= weight;
                smooth.Add(point with { Y = mean / (1 - kept) });
            }
            else
            {
                smooth.Add(point);
            }
        }
        return smooth;
    }

    private static CurvePoint Placed(CurvePoint point, bool log) =>
        point.Y is not { } y || !log ? point : point with { Y = y > 0 ? Math.Log10(y) : null };

    private static string Draw(IEnumerable<CurvePoint> points, Func<double, double> x, Func<double, double> y)
    {
        var path = new StringBuilder();
        bool joined = false;
        foreach (var point in points)
        {
            if (point.Y is { } value)
            {
                // a point by itself is drawn too: the line's round ends make it a dot
                path.Append(CultureInfo.InvariantCulture, $"{(joined ? 'L' : 'M')}{x(point.X):0.#} {y(value):0.#}{(joined ? "" : "h0")}");
            }
            joined = point.Y is not null;
        }
        return path.ToString();
    }

    /// <summary>Round numbers between two: 1, 2 or 5 times a power of ten apart.</summary>
    private static IEnumerable<double> Steps(double low, double high)
    {
        double rough = (high - low) / WantedTicks;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * ((rough / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 });
        for (double i = Math.Ceiling(low / step); i * step <= high; i++)
            yield return i * step;
    }

    /// <summary>Powers of ten within a range of logarithms, or round numbers where it holds fewer than two.</summary>
    private static IEnumerable<(double At, double Value)> Powers(double low, double high)
    {
        int first = (int)Math.Ceiling(low), last = (int)Math.Floor(high);
        if (last - first < 1)
            return Steps(Math.Pow(10, low), Math.Pow(10, high)).Where(v => v > 0).Select(v => (Math.Log10(v), v));
        int stride = (last - first) / (WantedTicks + 1) + 1;
        return Enumerable.Range(first, last - first + 1).Where(p => (p - first) % stride == 0).Select(p => ((double)p, Math.Pow(10, p)));
    }

    private static string Short(double value) => Math.Abs(value) switch
    {
        >= 1e9 => Text.Number(value),
        >= 1e6 => Text.Number(value / 1e6) + "M",
        >= 1e4 => Text.Number(value / 1e3) + "k",
        < 1e-12 => "0",
        _ => Text.Number(value),
    };

    /// <summary>A curve: where it goes, and where it goes without smoothing.</summary>
    public sealed record Path(int Colour, string Shown, string? Raw);

    /// <summary>A line of the grid: where, and what it says.</summary>
    public sealed record Tick(double At, string Label);
}
