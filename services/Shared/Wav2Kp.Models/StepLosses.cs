using TorchSharp;
using static TorchSharp.torch;

namespace Wav2Kp.Models;

/// <summary>
/// The losses of an epoch's steps. Reading one waits until the device has done all that it was asked to do. On a CPU that is at once; from a GPU
/// they are read some steps at a time, so that it has work waiting meanwhile.
/// </summary>
/// <param name="stepsAtATime">After how many steps the device is waited for.</param>
/// <param name="read">Gets each step's loss, in order.</param>
internal sealed class StepLosses(int stepsAtATime, Action<StepLoss> read) : IDisposable
{
    // so rarely that the wait does not matter, so often that one sees the training go on
    private const int StepsOnGpu = 16;

    private readonly List<(Tensor Loss, long Step, int Weight)> _waiting = [];

    public static StepLosses On(Device device, Action<StepLoss> read) => new(device.type == DeviceType.CPU ? 1 : StepsOnGpu, read);

    /// <summary>Takes the loss of a step that was just asked for.</summary>
    /// <param name="loss">One number, on its device; may be disposed of afterwards.</param>
    /// <param name="step">The step's number.</param>
    /// <param name="weight">What it counts in the epoch's mean.</param>
    public void Add(Tensor loss, long step, int weight)
    {
        _waiting.Add((loss.detach().DetachFromDisposeScope(), step, weight));
        if (_waiting.Count >= stepsAtATime)
        {
            Read();
        }
    }

    /// <summary>Waits for the device and hands out what is not read yet.</summary>
    public void Read()
    {
        if (_waiting.Count == 0)
        {
            return;
        }
        StepLoss[] losses;
        using (NewDisposeScope())
        {
            float[] values = stack([.. _waiting.Select(waiting => waiting.Loss)]).cpu().data<float>().ToArray();
            losses = [.. _waiting.Select((waiting, i) => new StepLoss(waiting.Step, values[i], waiting.Weight))];
        }
        Dispose();
        foreach (StepLoss loss in losses)
        {
            read(loss);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((Tensor loss, _, _) in _waiting)
        {
            loss.Dispose();
        }
        _waiting.Clear();
    }
}
