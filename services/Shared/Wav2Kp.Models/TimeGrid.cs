namespace Wav2Kp.Models;

/// <summary>Finds the two samples around an instant, and how far between them it lies.</summary>
internal readonly struct TimeGrid(double[] times, double tolerance)
{
    /// <summary>The samples before and after a time, and the weight of the later: 0 or 1 when one is as good as there.
    /// Before the first and after the last sample, that sample alone.</summary>
    public (int Before, int After, double Weight) At(double time)
    {
        int index = Array.BinarySearch(times, time);
        if (index >= 0)
        {
            return (index, index, 0);
        }
        int after = ~index, before = after - 1;
        if (before < 0)
        {
            return (0, 0, 0);
        }
        if (after >= times.Length || time - times[before] <= tolerance)
        {
            return (before, before, 0);
        }
        if (times[after] - time <= tolerance)
        {
            return (after, after, 0);
        }
        return (before, after, (time - times[before]) / (times[after] - times[before]));
    }
}
