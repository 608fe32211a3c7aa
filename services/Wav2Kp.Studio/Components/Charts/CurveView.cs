using System.Globalization;
using Api = Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Components.Charts;

/// <summary>How curves are shown, as the address of a page says it.</summary>
/// <param name="Axis">What the horizontal axis counts.</param>
/// <param name="Log">Whether values stand on a logarithmic scale.</param>
/// <param name="Smoothing">0 (none) to 0.99: the weight of what was before in an exponential mean.</param>
/// <param name="From">The first step shown; null for the first.</param>
/// <param name="To">The last step shown; null for the last.</param>
public sealed record CurveView(CurveAxis Axis, bool Log, double Smoothing, long? From, long? To)
{
    /// <summary>The most points that are read of a curve: more than it has columns of pixels would not be seen.</summary>
    public const int MaxPoints = 400;

    /// <summary>What is wrong with the address; null when nothing is.</summary>
    public string? Error { get; private init; }

    /// <summary>Whether only some of the steps are shown.</summary>
    public bool IsPart => From is not null || To is not null;

    /// <summary>The address's values that say it, without those of a part.</summary>
    internal IEnumerable<(string Name, string? Value)> Query =>
    [
        ("x", Axis == CurveAxis.Step ? null : Axis.ToString().ToLowerInvariant()), ("log", Log ? "1" : null), ("smooth", Smoothing > 0 ? Smoothing.ToString(CultureInfo.InvariantCulture) : null),
    ];

    /// <summary>Reads the values <c>x</c>, <c>log</c>, <c>smooth</c>, <c>from</c> and <c>to</c> of a query.</summary>
    public static CurveView Parse(IQueryCollection query)
    {
        ArgumentNullException.ThrowIfNull(query);
        string? error = null;
        var axis = query["x"].ToString() switch { "time" => CurveAxis.Time, "epoch" => CurveAxis.Epoch, _ => CurveAxis.Step };
        double smoothing = 0;
        if (query["smooth"].ToString() is { Length: > 0 } smooth
            && (!double.TryParse(smooth, NumberStyles.Float, CultureInfo.InvariantCulture, out smoothing) || !(smoothing is >= 0 and <= 0.99)))
        {
            error = $"Smoothing lies between 0 and 0.99; it is '{smooth}'.";
            smoothing = 0;
        }
        long? from = Step(query["from"], ref error), to = Step(query["to"], ref error);
        if (from > to)
        {
            error = $"The first step, {from}, comes after the last, {to}.";
            (from, to) = (null, null);
        }
        return new CurveView(axis, query["log"].ToString() is "1" or "on", smoothing, from, to) { Error = error };
    }

    /// <summary>The curve of a metric.</summary>
    /// <param name="name">What the legend says.</param>
    /// <param name="colour">0 to 5.</param>
    /// <param name="series">The metric's history.</param>
    /// <param name="start">When the run began.</param>
    public CurveLine Line(string name, int colour, Api.MetricSeries series, DateTimeOffset start)
    {
        ArgumentNullException.ThrowIfNull(series);
        return new CurveLine(name, colour, [.. series.Points.Select(p => new CurvePoint(
            Axis switch { CurveAxis.Time => (p.At - start).TotalSeconds, CurveAxis.Epoch => p.Epoch ?? 0, _ => p.Step }, p.Value, p.Step))]);
    }

    private static long? Step(string? text, ref string? error)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long step))
            return step;
        error = $"A step is a whole number from 0 on; '{text}' is none.";
        return null;
    }
}
