namespace Wav2Kp.Media.Processes;

/// <summary>The rate of a video's frames, judged by when they are shown and not by what the container claims.</summary>
/// <param name="FrameRate">Frames per second: nominal, or the average where <paramref name="VariableFrameRate"/>.</param>
/// <param name="VariableFrameRate">Whether frames are not evenly spaced.</param>
/// <param name="MissingFrames">Frames that an otherwise even spacing leaves out.</param>
internal readonly record struct FrameClock(Rational FrameRate, bool VariableFrameRate, long MissingFrames)
{
    // rates that recordings are made at; a measured rate this near to one of them is that one
    private static readonly Rational[] s_standard =
        [25, new(30000, 1001), 30, 24, new(24000, 1001), 50, new(60000, 1001), 60, 15, new(15000, 1001), 12, new(25, 2), 10, 100, 120, new(120000, 1001)];

    private const double RateTolerance = 0.004;

    // a shown time may be off by this share of a frame: containers that count milliseconds, cameras that waver
    private const double Jitter = 0.1;

    /// <summary>Judges by the times of the frames.</summary>
    /// <param name="pts">Rising times in units of <paramref name="timeBase"/>.</param>
    /// <param name="timeBase">The unit, in seconds.</param>
    /// <param name="claimed">The rates that the container claims, the more trusted first; zero where unknown.</param>
    public static FrameClock Of(IReadOnlyList<long> pts, Rational timeBase, ReadOnlySpan<Rational> claimed)
    {
        Rational fallback = 25;
        for (int i = claimed.Length - 1; i >= 0; i--)
        {
            fallback = IsPlausible(claimed[i]) ? claimed[i] : fallback;
        }
        if (pts.Count < 3 || timeBase.Numerator <= 0 || pts[^1] <= pts[0])
        {
            return new FrameClock(fallback, false, 0);
        }
        long[] deltas = new long[pts.Count - 1];
        for (int i = 0; i < deltas.Length; i++)
        {
            deltas[i] = pts[i + 1] - pts[i];
        }
        long[] sorted = [.. deltas.Order()];
        double period = sorted[sorted.Length / 2] * timeBase.Value;
        // the median of a time base coarser than the rate is off by up to a tick: the mean of what is near it is not
        double tolerance = Math.Max(period * Jitter, Math.Min(1.01 * timeBase.Value, period * 0.4));
        double[] single = [.. deltas.Select(delta => delta * timeBase.Value).Where(delta => Math.Abs(delta - period) <= tolerance)];
        if (single.Length > 0)
        {
            period = single.Average();
        }
        long missing = 0;
        int odd = 0;
        foreach (long delta in deltas)
        {
            double frames = delta * timeBase.Value / period;
            double whole = Math.Max(1, Math.Round(frames));
            if (Math.Abs(frames - whole) * period > tolerance)
            {
                odd++;
            }
            missing += (long)whole - 1;
        }
        // a few gaps of whole frames are losses of an even rate; anything else is a rate that varies
        bool even = odd == 0 && missing <= Math.Max(1, pts.Count / 4);
        if (!even)
        {
            Rational average = new Rational(pts.Count - 1, 1) / (timeBase * (pts[^1] - pts[0]));
            return new FrameClock(average, true, 0);
        }
        foreach (Rational rate in claimed)
        {
            if (IsPlausible(rate) && Math.Abs((rate.Value * period) - 1) < RateTolerance)
            {
                return new FrameClock(rate, false, missing);
            }
        }
        foreach (Rational rate in s_standard)
        {
            if (Math.Abs((rate.Value * period) - 1) < RateTolerance / 8)
            {
                return new FrameClock(rate, false, missing);
            }
        }
        return new FrameClock(new Rational((long)Math.Round(1000 / period), 1000), false, missing);
    }

    private static bool IsPlausible(Rational rate) => rate.Numerator > 0 && rate.Value is >= 1 and <= 1000;
}
