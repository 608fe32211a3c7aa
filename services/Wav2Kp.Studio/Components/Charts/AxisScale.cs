using System.Globalization;

namespace Wav2Kp.Studio.Components.Charts;

/// <summary>The values that an axis names, and how: all of one axis alike, and as short as they can be told apart.</summary>
internal static class AxisScale
{
    private const int Wanted = 5;
    private const int MostDecimals = 12;

    /// <summary>Round numbers between two: 1, 2 or 5 times a power of ten apart.</summary>
    public static IReadOnlyList<(double Value, string Label)> Round(double low, double high)
    {
        double rough = (high - low) / Wanted;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * ((rough / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 });
        double first = Math.Ceiling(low / step);
        // counted, because adding 1 to a number beyond 2^53 does not get any further
        List<double> values = [.. Enumerable.Range(0, 2 * Wanted).Select(i => (first + i) * step).TakeWhile(v => v <= high)];
        if (values.Count == 0)
            return [];
        var label = Labels(values.Max(Math.Abs), step);
        return [.. values.Select(v => (v, v == 0 ? "0" : label(v)))];
    }

    /// <summary>Round numbers of seconds, minutes, hours or days, whichever suit the longest span.</summary>
    public static IReadOnlyList<(double Value, string Label)> Seconds(double low, double high)
    {
        var (unit, name) = high switch { < 180 => (1.0, "s"), < 3 * 3600 => (60.0, "min"), < 3 * 86400 => (3600.0, "h"), _ => (86400.0, "d") };
        return [.. Round(low / unit, high / unit).Select(t => (t.Value * unit, $"{t.Label} {name}"))];
    }

    /// <summary>Powers of ten within a range of logarithms, or round numbers where it holds fewer than two; the values are logarithms.</summary>
    public static IReadOnlyList<(double Value, string Label)> Powers(double low, double high)
    {
        int first = (int)Math.Ceiling(low), last = (int)Math.Floor(high);
        if (last - first < 1)
            return [.. Round(Math.Pow(10, low), Math.Pow(10, high)).Where(t => t.Value > 0).Select(t => (Math.Log10(t.Value), t.Label))];
        int stride = (last - first) / (Wanted + 1) + 1;
        return [.. Enumerable.Range(first, last - first + 1).Where(p => (p - first) % stride == 0).Select(p => ((double)p, Labels(Math.Pow(10, p), Math.Pow(10, p))(Math.Pow(10, p))))];
    }

    private static Func<double, string> Labels(double most, double step)
    {
        if (most is < 0.01 or >= 1e9)
        {
            string format = $"0.{new string('#', Math.Clamp((int)Math.Ceiling(Math.Log10(most / step)) + 1, 1, MostDecimals))}e+0";
            return v => v.ToString(format, CultureInfo.InvariantCulture);
        }
        var (unit, letter) = most switch { >= 1e6 => (1e6, "M"), >= 1e4 => (1e3, "k"), _ => (1.0, "") };
        // a step of 0.2 has one decimal; the logarithm of 0.1 may come out a little below -1
        int decimals = Math.Clamp(-(int)Math.Floor(Math.Log10(step / unit) + 1e-9), 0, MostDecimals);
        return v => (v / unit).ToString($"F{decimals}", CultureInfo.InvariantCulture) + letter;
    }
}
