namespace Wav2Kp.Models;

/// <summary>Finds by trial the batch size that suits a device: larger batches as long as they are worth it.</summary>
internal static class BatchSizeSearch
{
    /// <summary>An epoch keeps this many steps at least: with fewer, too little is learned in it.</summary>
    public const int StepsOfEpoch = 20;

    /// <summary>A batch twice as large must bring this many times the items per second: what it costs is learning in larger steps.</summary>
    public const double Worthwhile = 1.1;

    /// <summary>How long is looked for it, about: a trial that would take longer is not begun.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    /// <summary>
    /// Tries <paramref name="usual"/> and doubles it while that is worthwhile, fits into memory, leaves an epoch its steps and does not take too long.
    /// Where already the usual size does not fit, it is halved until one does.
    /// </summary>
    /// <param name="usual">Where to begin.</param>
    /// <param name="least">The smallest size that may be taken.</param>
    /// <param name="most">The largest size that may be taken; a usual size above it is taken nevertheless.</param>
    /// <param name="items">Items of an epoch.</param>
    /// <param name="speed">Items per second in batches of a size; null: it does not fit into memory.</param>
    /// <param name="clock">Measures how long it takes.</param>
    /// <param name="cancellationToken">Looked at before each trial.</param>
    /// <exception cref="TrainingFailedException">Not even the smallest size fits into memory.</exception>
    public static int Find(int usual, int least, int most, long items, Func<int, double?> speed, TimeProvider clock, CancellationToken cancellationToken)
    {
        long start = clock.GetTimestamp();
        (double? now, TimeSpan took) = Try(usual);
        if (now is null)
        {
            return Smaller(usual);
        }
        int size = usual;
        // a batch twice as large takes twice as long, if it is no better
        while (2 * size <= most && items / (2 * size) >= StepsOfEpoch && clock.GetElapsedTime(start) + (2 * took) <= Patience)
        {
            (double? next, took) = Try(2 * size);
            if (next is not { } faster || faster < Worthwhile * now)
            {
                break;
            }
            (size, now) = (2 * size, faster);
        }
        return size;

        int Smaller(int tooLarge)
        {
            for (int half = tooLarge / 2; half >= least; half /= 2)
            {
                if (Try(half).Speed is not null)
                {
                    return half;
                }
            }
            throw new TrainingFailedException($"Not even a batch of {Math.Min(least, tooLarge)} fits into the device's memory: make what is learned from or the network smaller, or train on another device.");
        }

        (double? Speed, TimeSpan Took) Try(int size)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long begin = clock.GetTimestamp();
            double? result = speed(size);
            return (result, clock.GetElapsedTime(begin));
        }
    }
}
