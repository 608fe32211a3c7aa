using System.Collections.Concurrent;
using System.Diagnostics;
using OpenCvSharp;
using Wav2Kp.Faces.Networks;
using Wav2Kp.Faces.Pictures;
using Range = System.Range;

namespace Wav2Kp.Faces.Evaluation;

/// <summary>Measures landmark networks on labelled pictures.</summary>
public static class LandmarkEvaluator
{
    /// <summary>A face counts as failed above this NME.</summary>
    public const double Failure = 0.08;

    // speed is measured over at least so many runs of the network, on so many pictures at most
    private const int TimedRuns = 400, TimedPictures = 128;

    // two faces are the same if their boxes share this much
    private const float SameFace = 0.3f;

    private static readonly (string Name, Range[] Points)[] s_regions =
    [
        ("jaw", [FacePoints.Jaw]), ("brows", [FacePoints.RightBrow, FacePoints.LeftBrow]), ("nose", [FacePoints.NoseBridge, FacePoints.NoseBase]),
        ("eyes", [FacePoints.RightEye, FacePoints.LeftEye]), ("lips", [FacePoints.Lips]),
    ];

    /// <summary>Measures a network that is told where the faces are: its crop is that of the true points.</summary>
    /// <param name="set">The labelled pictures.</param>
    /// <param name="open">Opens the network; each thread opens its own.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="progress">Gets the share that is done.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    public static NetworkFigures Measure(
        LabelledPictures set, Func<ILandmarkNetwork> open, string name, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(open);
        using ILandmarkNetwork first = open();
        float[][] predicted = new float[set.Items.Count][];
        float[] confidences = new float[set.Items.Count];
        using ThreadLocal<ILandmarkNetwork> networks = new(open, trackAllValues: true);
        int done = 0;
        try
        {
            SideBySide.For(predicted.Length, index =>
            {
                using Mat picture = set.Read(set.Items[index]);
                predicted[index] = new float[FacePoints.Values];
                confidences[index] = PredictFromPoints(networks.Value!, picture, set.Items[index].Points, predicted[index]);
                progress?.Report((double)Interlocked.Increment(ref done) / predicted.Length);
            }, cancellationToken);
        }
        finally
        {
            foreach (ILandmarkNetwork network in networks.Values)
            {
                network.Dispose();
            }
        }
        NetworkFigures figures = Figures(set, name, first.Source, predicted, float.IsNaN(confidences[0]) ? null : confidences);
        return figures with { Fps = Speed(set, open, cancellationToken) };
    }

    /// <summary>Measures what finds faces and their points in pictures by itself.</summary>
    /// <param name="set">The labelled pictures.</param>
    /// <param name="find">The points of every face that it sees in a picture; for one thread at a time.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="source">Which network it is.</param>
    /// <param name="foundRate">The share of the labelled faces that it found: among the faces that it saw is one whose box is that of the labels.</param>
    /// <param name="progress">Gets the share that is done.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    public static NetworkFigures MeasureFound(
        LabelledPictures set, Func<Mat, IReadOnlyList<float[]>> find, string name, string source, out double foundRate,
        IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(find);
        float[]?[] predicted = new float[set.Items.Count][];
        for (int index = 0; index < predicted.Length; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using Mat picture = set.Read(set.Items[index]);
            FaceBox truth = FaceBox.Around(set.Items[index].Points);
            predicted[index] = find(picture).Where(points => FaceBox.Around(points).Overlap(truth) >= SameFace).MaxBy(points => FaceBox.Around(points).Overlap(truth));
            progress?.Report((index + 1.0) / predicted.Length);
        }
        foundRate = (double)predicted.Count(points => points is not null) / predicted.Length;
        return Figures(set, name, source, predicted, null);
    }

    /// <summary>
    /// The points of a face whose true points say where it is. A third party's network gets the square that its kind is used
    /// with, 1.4 times the box around the points in whole pixels, and its points are read from that square's first pixel on; ours
    /// gets its own crop, upright.
    /// </summary>
    internal static float PredictFromPoints(ILandmarkNetwork network, Mat picture, ReadOnlySpan<float> truth, Span<float> points)
    {
        if (network is not OnnxLandmarkNetwork)
        {
            (float x, float y, float own) = network.CropFor(truth);
            return network.Predict(picture, x, y, own, 0, points);
        }
        FaceBox box = FaceBox.Around(truth);
        int side = Math.Max(1, (int)(OnnxLandmarkNetwork.CropOverBox * Math.Max(box.Width, box.Height)));
        int left = (int)(box.CentreX - (side / 2)), top = (int)(box.CentreY - (side / 2));
        float confidence = network.Predict(picture, left + ((side - 1) / 2f), top + ((side - 1) / 2f), side, 0, points);
        for (int i = 0; i < points.Length; i++)
        {
            // from the square's edge, half a pixel before its first pixel's middle, to that middle
            points[i] += 0.5f;
        }
        return confidence;
    }

    private static NetworkFigures Figures(LabelledPictures set, string name, string source, float[]?[] predicted, float[]? confidences)
    {
        double[] errors = new double[predicted.Length];
        Dictionary<string, double> regions = s_regions.ToDictionary(region => region.Name, _ => 0.0);
        int found = 0;
        for (int index = 0; index < predicted.Length; index++)
        {
            float[] truth = set.Items[index].Points;
            if (predicted[index] is not { } points)
            {
                errors[index] = double.NaN;
                continue;
            }
            found++;
            errors[index] = FacePoints.NormalisedError(points, truth);
            foreach ((string region, Range[] ranges) in s_regions)
            {
                regions[region] += RegionError(points, truth, ranges);
            }
        }
        double[] known = [.. errors.Where(double.IsFinite).Order()];
        return new NetworkFigures
        {
            Network = name,
            Source = source,
            Pictures = predicted.Length,
            NmeMean = known.Length > 0 ? known.Average() : double.NaN,
            NmeMedian = Median(known),
            FailureRate = (double)errors.Count(error => !(error <= Failure)) / errors.Length,
            Regions = regions.ToDictionary(region => region.Key, region => found > 0 ? region.Value / found : double.NaN),
            CalibrationError = confidences is null ? null : Calibration(confidences, errors),
            Errors = errors,
        };
    }

    private static double RegionError(ReadOnlySpan<float> points, ReadOnlySpan<float> truth, Range[] ranges)
    {
        double sum = 0;
        int count = 0;
        foreach (Range range in ranges)
        {
            (int first, int length) = range.GetOffsetAndLength(FacePoints.Count);
            for (int i = first; i < first + length; i++, count++)
            {
                double x = points[2 * i] - truth[2 * i], y = points[(2 * i) + 1] - truth[(2 * i) + 1];
                sum += Math.Sqrt((x * x) + (y * y));
            }
        }
        return sum / count / FacePoints.InterOcularDistance(truth);
    }

    internal static double Median(double[] sorted) => sorted.Length == 0 ? double.NaN
        : sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;

    /// <summary>The mean difference between confidence and truth over ten bins, weighted by their faces.</summary>
    internal static double Calibration(ReadOnlySpan<float> confidences, ReadOnlySpan<double> errors)
    {
        const int Bins = 10;
        Span<double> confidence = stackalloc double[Bins], right = stackalloc double[Bins];
        confidence.Clear();
        right.Clear();
        for (int i = 0; i < errors.Length; i++)
        {
            int bin = Math.Clamp((int)(confidences[i] * Bins), 0, Bins - 1);
            confidence[bin] += confidences[i];
            right[bin] += errors[i] <= Failure ? 1 : 0;
        }
        double sum = 0;
        for (int bin = 0; bin < Bins; bin++)
        {
            sum += Math.Abs(confidence[bin] - right[bin]);
        }
        return sum / errors.Length;
    }

    // one thread for each processor, each with a network of its own, as the services work
    private static double Speed(LabelledPictures set, Func<ILandmarkNetwork> open, CancellationToken cancellationToken)
    {
        int threads = Environment.ProcessorCount, pictures = Math.Min(TimedPictures, set.Items.Count), rounds = Math.Max(1, TimedRuns / pictures);
        Mat[] decoded = [.. set.Items.Take(pictures).Select(set.Read)];
        ILandmarkNetwork[] networks = [.. Enumerable.Range(0, threads).Select(_ => open())];
        try
        {
            double best = 0;
            // the first is to warm up, of the others the fastest counts: another program's work is not the network's
            for (int attempt = 0; attempt < 3; attempt++)
            {
                ConcurrentBag<int> counts = [];
                long start = Stopwatch.GetTimestamp();
                Thread[] workers = [.. networks.Select((network, thread) => new Thread(() =>
                {
                    float[] points = new float[FacePoints.Values];
                    int runs = 0;
                    for (int i = thread; i < pictures * rounds && !cancellationToken.IsCancellationRequested; i += threads, runs++)
                    {
                        PredictFromPoints(network, decoded[i % pictures], set.Items[i % pictures].Points, points);
                    }
                    counts.Add(runs);
                }))];
                Array.ForEach(workers, worker => worker.Start());
                Array.ForEach(workers, worker => worker.Join());
                cancellationToken.ThrowIfCancellationRequested();
                double fps = counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
                best = attempt == 0 ? 0 : Math.Max(best, fps);
            }
            return best;
        }
        finally
        {
            Array.ForEach(networks, network => network.Dispose());
            Array.ForEach(decoded, picture => picture.Dispose());
        }
    }
}
