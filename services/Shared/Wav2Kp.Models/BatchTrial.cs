using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Wav2Kp.Models;

/// <summary>Times training steps on a device, to find the batch size that suits it.</summary>
/// <param name="device">The device.</param>
/// <param name="clock">Measures the steps.</param>
/// <param name="tried">Called with each size before it is tried; null: nobody wants to know.</param>
/// <param name="cancellationToken">Looked at before each step.</param>
internal sealed class BatchTrial(Device device, TimeProvider clock, Action<int>? tried, CancellationToken cancellationToken)
{
    // a step that takes this long, in s, is timed once
    private const double Slow = 1;

    // as long as this, in s, steps of one size are timed at a time, so many at most
    private const double Enough = 0.2;
    private const int StepsAtATime = 16;

    /// <summary>The size that suits the device.</summary>
    /// <param name="usual">The usual size, from which one is looked for.</param>
    /// <param name="least">The smallest size that a recipe may have.</param>
    /// <param name="most">The largest size that a recipe may have.</param>
    /// <param name="items">Items of an epoch.</param>
    /// <param name="step">Does a step with a batch of a size.</param>
    /// <exception cref="TrainingFailedException">Not even the smallest batch fits into memory.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public int Find(int usual, int least, int most, long items, Action<int> step)
    {
        if (device.type != DeviceType.CPU)
        {
            // a GPU's libraries are loaded by the first step, which says nothing of its size
            Speed(usual, step);
        }
        return BatchSizeSearch.Find(usual, least, most, items, size => Speed(size, step), clock, cancellationToken);
    }

    /// <summary>Whether an error says that a device or the machine has no memory left.</summary>
    internal static bool IsOutOfMemory(Exception exception) =>
        exception is OutOfMemoryException || exception is ExternalException && s_outOfMemory.Any(text => exception.Message.Contains(text, StringComparison.OrdinalIgnoreCase));

    // of CUDA's allocator, of the processor's, of cuBLAS and of cuDNN
    private static readonly string[] s_outOfMemory = ["out of memory", "can't allocate memory", "not enough memory", "_STATUS_ALLOC_FAILED"];

    private double? Speed(int size, Action<int> step)
    {
        tried?.Invoke(size);
        try
        {
            double best = SecondsOf(1);
            int steps = Math.Clamp((int)(Enough / best), 1, StepsAtATime), rounds = best >= Slow ? 0 : steps == 1 ? 1 : 2;
            for (int round = 0; round < rounds; round++)
            {
                best = Math.Min(best, SecondsOf(steps));
            }
            return size / best;
        }
        catch (Exception exception) when (IsOutOfMemory(exception))
        {
            return null;
        }

        // of each step
        double SecondsOf(int steps)
        {
            long start = clock.GetTimestamp();
            for (int i = 0; i < steps; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                step(size);
            }
            if (device.type == DeviceType.CUDA)
            {
                cuda.synchronize(device);
            }
            return Math.Max(clock.GetElapsedTime(start).TotalSeconds, 1e-9) / steps;
        }
    }
}
