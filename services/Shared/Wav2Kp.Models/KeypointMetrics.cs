using Wav2Kp.Faces;

namespace Wav2Kp.Models;

/// <summary>
/// The figures that predictions are judged by: the one place where they are defined (docs/metrics.md explains them).
/// All compare 68 predicted points with the 68 true ones of the same frame, in pixels of the source video, the prediction
/// placed into the true frame's pose. Only frames with a valid face count. A figure that is not defined (a correlation
/// where nothing moves) is NaN, and is left out of means.
/// </summary>
public sealed record KeypointMetrics
{
    // below this deviation, in px, a mouth counts as not moving: landmarks of one still picture repeat to about 1e-5
    private const double Still = 1e-4;

    /// <summary><c>mse</c>: mean over frames and the 136 coordinates of the squared error, px².</summary>
    public double MeanSquaredError { get; init; } = double.NaN;

    /// <summary><c>lmd_px</c>: mean over frames and points of the distance between predicted and true point, px.</summary>
    public double LandmarkDistance { get; init; } = double.NaN;

    /// <summary><c>nlmd</c>: mean over frames of the frame's mean distance divided by the true distance between the outer eye corners (36 and 45).</summary>
    public double NormalisedDistance { get; init; } = double.NaN;

    /// <summary><c>lip_lmd</c>: as lmd_px over the lips alone (points 48-67), px.</summary>
    public double LipDistance { get; init; } = double.NaN;

    /// <summary><c>mouth_r</c>: Pearson correlation over a clip's frames of the predicted and the true mouth opening |p66 − p62|; the mean over clips.</summary>
    public double MouthCorrelation { get; init; } = double.NaN;

    /// <summary><c>mouth_range</c>: deviation of the predicted opening over a clip's frames divided by that of the true one; 1: as lively as the speaker.</summary>
    public double MouthRange { get; init; } = double.NaN;

    /// <summary><c>velocity_error</c>: mean over neighbouring valid frames and points of the distance between predicted and true displacement, px per frame.</summary>
    public double VelocityError { get; init; } = double.NaN;

    /// <summary>Frames that were compared.</summary>
    public int Frames { get; init; }

    /// <summary>The figures by their short names; undefined ones are left out.</summary>
    public IReadOnlyDictionary<string, double> ToDictionary() => Named().Where(item => double.IsFinite(item.Value)).ToDictionary(item => item.Name, item => item.Value, StringComparer.Ordinal);

    /// <summary>Compares the frames of one clip.</summary>
    /// <param name="truth">True points, [frames, 68, 2] px.</param>
    /// <param name="predicted">Predicted points in the true frames' poses, [frames, 68, 2] px.</param>
    /// <param name="valid">Per frame: whether its true points are valid (not 0).</param>
    /// <exception cref="ArgumentException">The lengths do not agree.</exception>
    public static KeypointMetrics Compare(ReadOnlySpan<float> truth, ReadOnlySpan<float> predicted, ReadOnlySpan<byte> valid)
    {
        const int size = FacePoints.Values;
        if (truth.Length != valid.Length * size || predicted.Length != truth.Length)
        {
            throw new ArgumentException($"{valid.Length} frames of 68 points are {valid.Length * size} coordinates: {truth.Length} true and {predicted.Length} predicted ones are given.");
        }
        double squares = 0, distances = 0, lips = 0, normalised = 0, velocity = 0;
        int frames = 0, pairs = 0;
        List<double> trueOpening = [], predictedOpening = [];
        for (int frame = 0; frame < valid.Length; frame++)
        {
            if (valid[frame] == 0)
            {
                continue;
            }
            ReadOnlySpan<float> t = truth.Slice(frame * size, size), p = predicted.Slice(frame * size, size);
            double sum = 0;
            for (int point = 0; point < size / 2; point++)
            {
                double dx = (double)p[2 * point] - t[2 * point], dy = (double)p[(2 * point) + 1] - t[(2 * point) + 1];
                squares += (dx * dx) + (dy * dy);
                double distance = Math.Sqrt((dx * dx) + (dy * dy));
                sum += distance;
                if (point >= FacePoints.Lips.Start.Value)
                {
                    lips += distance;
                }
            }
            distances += sum;
            normalised += sum / (size / 2) / FacePoints.InterOcularDistance(t);
            trueOpening.Add(FacePoints.MouthOpening(t));
            predictedOpening.Add(FacePoints.MouthOpening(p));
            frames++;
            if (frame > 0 && valid[frame - 1] != 0)
            {
                ReadOnlySpan<float> tBefore = truth.Slice((frame - 1) * size, size), pBefore = predicted.Slice((frame - 1) * size, size);
                for (int point = 0; point < size / 2; point++)
                {
                    double dx = ((double)p[2 * point] - pBefore[2 * point]) - ((double)t[2 * point] - tBefore[2 * point]);
                    double dy = ((double)p[(2 * point) + 1] - pBefore[(2 * point) + 1]) - ((double)t[(2 * point) + 1] - tBefore[(2 * point) + 1]);
                    velocity += Math.Sqrt((dx * dx) + (dy * dy));
                }
                pairs++;
            }
        }
        if (frames == 0)
        {
            return new KeypointMetrics();
        }
        (double trueDeviation, double predictedDeviation, double covariance) = Moments(trueOpening, predictedOpening);
        return new KeypointMetrics
        {
            MeanSquaredError = squares / frames / size,
            LandmarkDistance = distances / frames / (size / 2),
            NormalisedDistance = normalised / frames,
            LipDistance = lips / frames / ((size / 2) - FacePoints.Lips.Start.Value),
            MouthCorrelation = trueDeviation > Still && predictedDeviation > Still ? covariance / (trueDeviation * predictedDeviation) : double.NaN,
            MouthRange = trueDeviation > Still ? predictedDeviation / trueDeviation : double.NaN,
            VelocityError = pairs > 0 ? velocity / pairs / (size / 2) : double.NaN,
            Frames = frames,
        };
    }

    /// <summary>The mean over clips, each figure over the clips where it is defined; every clip counts alike.</summary>
    public static KeypointMetrics Mean(IEnumerable<KeypointMetrics> clips)
    {
        KeypointMetrics[] all = [.. clips];
        return new KeypointMetrics
        {
            MeanSquaredError = Average(clip => clip.MeanSquaredError),
            LandmarkDistance = Average(clip => clip.LandmarkDistance),
            NormalisedDistance = Average(clip => clip.NormalisedDistance),
            LipDistance = Average(clip => clip.LipDistance),
            MouthCorrelation = Average(clip => clip.MouthCorrelation),
            MouthRange = Average(clip => clip.MouthRange),
            VelocityError = Average(clip => clip.VelocityError),
            Frames = all.Sum(clip => clip.Frames),
        };

        double Average(Func<KeypointMetrics, double> figure)
        {
            double[] defined = [.. all.Select(figure).Where(double.IsFinite)];
            return defined.Length == 0 ? double.NaN : defined.Average();
        }
    }

    private IEnumerable<(string Name, double Value)> Named() =>
    [
        ("mse", MeanSquaredError), ("lmd_px", LandmarkDistance), ("nlmd", NormalisedDistance), ("lip_lmd", LipDistance),
        ("mouth_r", MouthCorrelation), ("mouth_range", MouthRange), ("velocity_error", VelocityError),
    ];

    private static (double FirstDeviation, double SecondDeviation, double Covariance) Moments(List<double> first, List<double> second)
    {
        double firstMean = first.Average(), secondMean = second.Average(), a = 0, b = 0, both = 0;
        for (int i = 0; i < first.Count; i++)
        {
            double x = first[i] - firstMean, y = second[i] - secondMean;
            a += x * x;
            b += y * y;
            both += x * y;
        }
        return (Math.Sqrt(a / first.Count), Math.Sqrt(b / first.Count), both / first.Count);
    }
}
