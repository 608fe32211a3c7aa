using Wav2Kp.Faces;

namespace Wav2Kp.Models;

/// <summary>
/// How features and keypoints are standardised: statistics of the training split alone. A recipe that does not
/// standardise has means of 0 and deviations of 1.
/// </summary>
public sealed record Normalisation
{
    /// <summary>
    /// The least deviation of a keypoint's coordinate, in distances between the eyes (a tenth of a pixel in a face of
    /// 100 px): points that hardly move, as in drawn faces, are not blown up to move as much as the lips.
    /// </summary>
    internal const float LeastKeypointDeviation = 1e-3f;

    // digital silence: a feature that never changes
    internal const float LeastFeatureDeviation = 1e-5f;

    /// <summary>Mean of each MFCC coefficient.</summary>
    public required float[] FeatureMean { get; init; }

    /// <summary>Standard deviation of each MFCC coefficient.</summary>
    public required float[] FeatureDeviation { get; init; }

    /// <summary>Mean of each of the 136 coordinates.</summary>
    public required float[] KeypointMean { get; init; }

    /// <summary>Standard deviation of each of the 136 coordinates.</summary>
    public required float[] KeypointDeviation { get; init; }

    /// <summary>The statistics of rows of values, no deviation below the least.</summary>
    internal static (float[] Mean, float[] Deviation) Of(IEnumerable<ReadOnlyMemory<float>> rows, int columns, float leastDeviation)
    {
        double[] sum = new double[columns], squares = new double[columns];
        float[]? origin = null;
        long count = 0;
        foreach (ReadOnlyMemory<float> row in rows)
        {
            ReadOnlySpan<float> values = row.Span;
            // sums of differences from the first row lose no digits where the mean is far from zero
            origin ??= values.ToArray();
            for (int i = 0; i < columns; i++)
            {
                double value = (double)values[i] - origin[i];
                sum[i] += value;
                squares[i] += value * value;
            }
            count++;
        }
        float[] mean = new float[columns], deviation = new float[columns];
        for (int i = 0; i < columns; i++)
        {
            double shifted = count == 0 ? 0 : sum[i] / count;
            double variance = count == 0 ? 0 : Math.Max(0, (squares[i] / count) - (shifted * shifted));
            mean[i] = (float)(shifted + (origin?[i] ?? 0));
            deviation[i] = float.Max(leastDeviation, (float)Math.Sqrt(variance));
        }
        return (mean, deviation);
    }

    internal static Normalisation None(int coefficients) => new()
    {
        FeatureMean = new float[coefficients],
        FeatureDeviation = Ones(coefficients),
        KeypointMean = new float[FacePoints.Values],
        KeypointDeviation = Ones(FacePoints.Values),
    };

    /// <summary>Standardises a feature row; may be in place.</summary>
    internal void StandardiseFeatures(ReadOnlySpan<float> row, Span<float> result)
    {
        for (int i = 0; i < row.Length; i++)
        {
            result[i] = (row[i] - FeatureMean[i]) / FeatureDeviation[i];
        }
    }

    /// <summary>Turns a standardised face back into coordinates.</summary>
    internal void Restore(ReadOnlySpan<float> standardised, Span<float> face)
    {
        for (int i = 0; i < face.Length; i++)
        {
            face[i] = (float)(((double)standardised[i] * KeypointDeviation[i]) + KeypointMean[i]);
        }
    }

    private static float[] Ones(int count)
    {
        float[] ones = new float[count];
        Array.Fill(ones, 1);
        return ones;
    }
}
