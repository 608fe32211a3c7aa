using System.Globalization;
using System.Text.Json;

namespace Wav2Kp.Studio.Components;

/// <summary>Numbers, sizes and spans of time as people read them.</summary>
internal static class Text
{
    /// <summary>Four digits, and powers of ten where it is very large or small.</summary>
    public static string Number(double? value)
    {
        if (value is not { } v || !double.IsFinite(v))
            return "–";
        double size = Math.Abs(v);
        if (v == Math.Truncate(v) && size < 1e7)
            return v.ToString("0", CultureInfo.InvariantCulture);
        if (size is >= 1e5 or < 1e-3)
            return v.ToString("0.00e+0", CultureInfo.InvariantCulture);
        return double.Parse(v.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).ToString("0.#######", CultureInfo.InvariantCulture);
    }

    public static string Span(double? seconds)
    {
        if (seconds is not { } s || !double.IsFinite(s))
            return "–";
        s = Math.Max(0, s);
        return s switch
        {
            < 10 => string.Create(CultureInfo.InvariantCulture, $"{s:0.0} s"),
            < 59.5 => string.Create(CultureInfo.InvariantCulture, $"{s:0} s"),
            < 3600 => $"{(int)s / 60} min {(int)s % 60} s",
            < 86400 => $"{(int)s / 3600} h {(int)s % 3600 / 60} min",
            _ => $"{(int)(s / 86400)} d {(int)(s % 86400) / 3600} h",
        };
    }

    public static string Span(DateTimeOffset? from, DateTimeOffset? to) => Span(from is null ? null : ((to ?? DateTimeOffset.UtcNow) - from.Value).TotalSeconds);

    public static string Size(long bytes)
    {
        string[] units = ["B", "KB", "MB", "GB", "TB"];
        double value = bytes;
        int unit = 0;
        for (; value >= 1000 && unit < units.Length - 1; unit++)
            value /= 1000;
        return unit == 0 ? $"{bytes} B" : string.Create(CultureInfo.InvariantCulture, $"{value:G3} {units[unit]}");
    }

    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");

    /// <summary>A count with its noun: 1 run, 5 runs.</summary>
    public static string Count(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");

    public static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
