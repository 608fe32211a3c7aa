namespace Wav2Kp.Benchmarks;

/// <summary>A figure over several runs.</summary>
internal sealed record Spread(double Median, double Lowest, double Highest, IReadOnlyList<double> Runs)
{
    /// <summary>The spread of some figures; null of none.</summary>
    public static Spread? Of(IReadOnlyList<double> runs)
    {
        if (runs.Count == 0)
        {
            return null;
        }
        double[] sorted = [.. runs.Order()];
        int middle = sorted.Length / 2;
        double median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[^1], runs);
    }
}
