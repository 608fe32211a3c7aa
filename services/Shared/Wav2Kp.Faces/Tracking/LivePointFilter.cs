namespace Wav2Kp.Faces;

/// <summary>
/// Takes the shimmer from a face's points as they come, where no later frame is known: the 1 € filter (Casiez, Roussel and Vogel, "1 € filter:
/// a simple speed-based low-pass filter for noisy input in interactive systems", CHI 2012). Slow points are smoothed, fast ones hardly: at
/// rest it lags by about 1 / (2 π · 1.5 Hz) ≈ 0.1 s, in a mouth's usual movement by less than a frame.
/// </summary>
/// <remarks>For clips that are there as a whole Wav2Kp filters without any delay instead.</remarks>
public sealed class LivePointFilter
{
    private readonly double _minimumCutoff, _speedCoefficient, _speedCutoff;
    private readonly float[] _points = new float[FacePoints.Values];
    private readonly double[] _speed = new double[FacePoints.Values];
    private double _time = double.NaN;

    /// <param name="minimumCutoff">The cut-off frequency at rest, Hz.</param>
    /// <param name="speedCoefficient">How much the cut-off rises with speed, Hz for one inter-ocular distance a second.</param>
    /// <param name="speedCutoff">The cut-off of the speed itself, Hz.</param>
    public LivePointFilter(double minimumCutoff = 1.5, double speedCoefficient = 40, double speedCutoff = 8)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(minimumCutoff);
        ArgumentOutOfRangeException.ThrowIfNegative(speedCoefficient);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(speedCutoff);
        (_minimumCutoff, _speedCoefficient, _speedCutoff) = (minimumCutoff, speedCoefficient, speedCutoff);
    }

    /// <summary>Forgets the face: the next points are taken as they are.</summary>
    public void Reset() => _time = double.NaN;

    /// <summary>Filters a frame's points in place.</summary>
    /// <param name="points">The face's 136 numbers.</param>
    /// <param name="time">The frame's time in seconds, later than the last one's.</param>
    /// <exception cref="ArgumentException">The time does not rise, or the points are not 68.</exception>
    public void Filter(Span<float> points, double time)
    {
        if (points.Length != FacePoints.Values)
        {
            throw new ArgumentException($"A face has {FacePoints.Values} numbers, not {points.Length}.", nameof(points));
        }
        if (double.IsNaN(_time))
        {
            points.CopyTo(_points);
            Array.Clear(_speed);
            _time = time;
            return;
        }
        double step = time - _time;
        if (!(step > 0))
        {
            throw new ArgumentException($"The time {time} s does not follow {_time} s.", nameof(time));
        }
        _time = time;
        double scale = Math.Max(1, FacePoints.InterOcularDistance(points));
        double speedShare = Share(_speedCutoff, step);
        for (int i = 0; i < points.Length; i++)
        {
            double speed = (points[i] - _points[i]) / scale / step;
            _speed[i] += speedShare * (speed - _speed[i]);
            double share = Share(_minimumCutoff + (_speedCoefficient * Math.Abs(_speed[i])), step);
            _points[i] += (float)(share * (points[i] - _points[i]));
            points[i] = _points[i];
        }
    }

    // the share of the new value in a low-pass filter of the first order
    private static double Share(double cutoff, double step) => 1 / (1 + (1 / (2 * Math.PI * cutoff * step)));
}
