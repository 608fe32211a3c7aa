using System.Globalization;
using System.Text;

namespace Wav2Kp.Studio.Components.Charts;

/// <summary>Curves as the paths, lines and labels of a picture of <see cref="Width"/> x <see cref="Height"/>.</summary>
internal sealed class CurvePlot
{
    public const int Width = 640, Height = 250, Right = 14, Top = 10, Bottom = 30;

    /// <summary>Between a label and what it is about.</summary>
    public const int Gap = 7;

    // a telephone shows the picture at half its size and the labels at twice theirs (studio.css): a character's width there
    private const double Character = 12.5;

    private const int LeastLeft = 62, MostPlaces = 60;

    private CurvePlot(double left, IReadOnlyList<Path> paths, IReadOnlyList<Tick> xTicks, IReadOnlyList<Tick> yTicks, int hidden, string places) =>
        (Left, Paths, XTicks, YTicks, Hidden, Places) = (left, paths, xTicks, yTicks, hidden, places);

    /// <summary>Where the curves' part of the picture begins: the vertical axis' labels have their room before it.</summary>
    public double Left { get; }

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

        var yScale = log ? AxisScale.Powers(yLow, yHigh) : AxisScale.Round(yLow, yHigh);
        double left = Math.Max(LeastLeft, yScale.Select(t => t.Label.Length).DefaultIfEmpty().Max() * Character + Gap);
        double X(double x) => left + (x - xLow) / (xHigh - xLow) * (Width - left - Right);
        double Y(double y) => Top + (yHigh - y) / (yHigh - yLow) * (Height - Top - Bottom);
        var paths = shown.Select(s => new Path(
            s.Line.Colour, Draw(smoothing > 0 ? Smooth(s.Raw, smoothing) : s.Raw, X, Y), smoothing > 0 ? Draw(s.Raw, X, Y) : null)).ToList();
        var xTicks = Apart((axis == CurveAxis.Time ? AxisScale.Seconds(xLow, xHigh) : AxisScale.Round(xLow, xHigh)).Select(t => new Tick(X(t.Value), t.Label)));
        var yTicks = yScale.Select(t => new Tick(Y(t.Value), t.Label)).ToList();
        var longest = lines.MaxBy(l => l.Points.Count)!.Points;
        int stride = Math.Max(1, longest.Count / MostPlaces);
        var places = longest.Where((_, i) => i % stride == 0 || i == longest.Count - 1).Select(q => string.Create(CultureInfo.InvariantCulture, $"{X(q.X):0.#}:{q.Step}"));
        return new CurvePlot(left, paths, xTicks, yTicks, hidden, string.Join(' ', places));
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

    /// <summary>Ticks whose labels lie within the picture; a label that would touch the one before is left out.</summary>
    private static List<Tick> Apart(IEnumerable<Tick> ticks)
    {
        List<Tick> apart = [];
        double free = 0;
        foreach (var tick in ticks)
        {
            double width = tick.Label.Length * Character;
            bool atEnd = tick.At + width / 2 > Width;
            double from = atEnd ? Width - width : tick.At - width / 2;
            bool fits = from >= free;
            apart.Add(tick with { Label = fits ? tick.Label : "", AtEnd = atEnd });
            if (fits)
                free = from + width + Gap;
        }
        return apart;
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

    /// <summary>A curve: where it goes, and where it goes without smoothing.</summary>
    public sealed record Path(int Colour, string Shown, string? Raw);

    /// <summary>A line of the grid: where, what it says, and whether there is so little room beside it that what it says ends at the picture's edge.</summary>
    public sealed record Tick(double At, string Label, bool AtEnd = false);
}
