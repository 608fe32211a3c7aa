using System.Buffers;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Wav2Kp.Models;

/// <summary>
/// An LSTM's training step on a CPU, its gradients through time by hand (Werbos 1990). An automatic gradient keeps a node for every gate
/// of every frame and adds up the recurrent weights' gradient frame by frame; here each frame costs one product of the batch with the
/// recurrent weights either way, and all weights' gradients are one matrix product each over all frames. Sequences are independent, so
/// threads share them out and need not wait for each other; the result is the same with any number of threads that libtorch has.
/// </summary>
internal sealed class LstmTape : IDisposable
{
    private readonly Func<string, Tensor> _parameter;
    private readonly NetworkRecipe _recipe;
    private readonly int _threads, _hidden, _directions, _batch, _frames;
    private readonly Layer[] _layers;
    private readonly List<float[]> _rented = [];
    private readonly List<Tensor> _kept = [];
    private Tensor? _states;

    /// <summary>Runs the layers.</summary>
    /// <param name="parameter">The LSTM's parameters by their names.</param>
    /// <param name="recipe">Layers and units.</param>
    /// <param name="windows">[batch, frames, values], on the CPU.</param>
    /// <param name="training">Whether values between layers are dropped.</param>
    /// <param name="threads">Threads to share the sequences out to.</param>
    public LstmTape(Func<string, Tensor> parameter, NetworkRecipe recipe, Tensor windows, bool training, int threads)
    {
        (_parameter, _recipe, _threads) = (parameter, recipe, threads);
        (_hidden, _directions) = (recipe.Hidden, recipe.Bidirectional ? 2 : 1);
        (_batch, _frames) = ((int)windows.shape[0], (int)windows.shape[1]);
        _layers = new Layer[recipe.Layers];
        using IDisposable noGradient = no_grad();
        Tensor input = Keep(windows.reshape((long)_batch * _frames, -1));
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            using DisposeScope scope = NewDisposeScope();
            float[] outputs = Rent(_directions * _hidden);
            Direction[] directions = [.. Enumerable.Range(0, _directions).Select(direction => Begin(layer, direction, input))];
            Share((direction, first, count) => Forward(directions[direction], outputs, direction, first, count));
            Tensor hidden = Keep(tensor(new Memory<float>(outputs, 0, _batch * _frames * _directions * _hidden), [(long)_batch * _frames, _directions * _hidden]));
            Tensor? mask = null;
            Tensor next = hidden;
            if (layer + 1 < _layers.Length && training && recipe.LayerDropout > 0)
            {
                mask = Keep(nn.functional.dropout(ones_like(hidden), recipe.LayerDropout));
                next = Keep(hidden * mask);
            }
            _layers[layer] = new Layer(input, directions, hidden, mask);
            input = next;
        }
    }

    /// <summary>The last layer's outputs, [batch, frames, directions x units]: gradients go on from here by <see cref="Backward"/>.</summary>
    public Tensor States() => _states ??= Keep(_layers[^1].Hidden.reshape(_batch, _frames, -1).detach()).requires_grad_();

    /// <summary>Adds the loss's gradients to the parameters' after it was propagated back to <see cref="States"/>.</summary>
    public void Backward()
    {
        using DisposeScope scope = NewDisposeScope();
        List<(Tensor Parameter, Tensor Gradient)> gradients = [];
        using (no_grad())
        {
            Tensor byHidden = _states!.grad!.reshape((long)_batch * _frames, -1);
            for (int layer = _layers.Length - 1; layer >= 0; layer--)
            {
                byHidden = Backward(layer, byHidden, gradients);
            }
        }
        // a sum of products has their factors as its gradient: so they reach the parameters by libtorch's own way
        Tensor? byParameters = null;
        foreach ((Tensor parameter, Tensor gradient) in gradients)
        {
            Tensor product = (parameter * gradient).sum();
            byParameters = byParameters is null ? product : byParameters + product;
        }
        byParameters!.backward();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rented.ForEach(array => ArrayPool<float>.Shared.Return(array));
        _kept.ForEach(kept => kept.Dispose());
        _rented.Clear();
        _kept.Clear();
    }

    private Direction Begin(int layer, int direction, Tensor input)
    {
        string suffix = $"_l{layer}{(direction == 1 ? "_reverse" : "")}";
        Tensor weights = _parameter($"weight_hh{suffix}"), bias = _parameter($"bias_ih{suffix}") + _parameter($"bias_hh{suffix}");
        Tensor sums = bias.addmm(input, _parameter($"weight_ih{suffix}").transpose(0, 1));
        float[] gates = Rent(4 * _hidden);
        sums.data<float>().CopyTo(gates.AsSpan(0, _batch * _frames * 4 * _hidden));
        return new Direction(suffix, Pack(weights), gates, Rent(_hidden), Rent(4 * _hidden));
    }

    private static PackedMatrix Pack(Tensor weights)
    {
        using Tensor contiguous = weights.contiguous();
        return new PackedMatrix(MemoryMarshal.Cast<byte, float>(contiguous.bytes), [], (int)weights.shape[0], (int)weights.shape[1]);
    }

    // a stretch of the sequences, all frames of each
    private void Forward(Direction direction, float[] outputs, int column, int first, int count)
    {
        int width = _directions * _hidden;
        int[] starts = new int[count];
        float[] recurrent = new float[count * direction.Recurrent.Stride], silence = new float[_hidden];
        for (int step = 0; step < _frames; step++)
        {
            int frame = FrameAt(column, step), before = FrameAt(column, step - 1);
            if (step > 0)
            {
                for (int i = 0; i < count; i++)
                {
                    starts[i] = (Row(first + i, before) * width) + (column * _hidden);
                }
                direction.Recurrent.Multiply(outputs, starts, recurrent, threads: 1);
            }
            for (int i = 0; i < count; i++)
            {
                int row = Row(first + i, frame);
                Span<float> gates = direction.Gates.AsSpan(row * 4 * _hidden, 4 * _hidden);
                if (step > 0)
                {
                    System.Numerics.Tensors.TensorPrimitives.Add(gates, recurrent.AsSpan(i * direction.Recurrent.Stride, gates.Length), gates);
                }
                LstmCell.Forward(
                    gates,
                    step == 0 ? silence : direction.Cells.AsSpan(Row(first + i, before) * _hidden, _hidden),
                    direction.Cells.AsSpan(row * _hidden, _hidden),
                    outputs.AsSpan((row * width) + (column * _hidden), _hidden));
            }
        }
    }

    private Tensor Backward(int layer, Tensor byHidden, List<(Tensor Parameter, Tensor Gradient)> gradients)
    {
        Layer here = _layers[layer];
        int width = _directions * _hidden;
        float[] given = Rent(width);
        byHidden.contiguous().data<float>().CopyTo(given.AsSpan(0, _batch * _frames * width));
        PackedMatrix[] back = [.. here.Directions.Select(direction => Pack(_parameter($"weight_hh{direction.Suffix}").transpose(0, 1)))];
        Share((direction, first, count) => Backward(here.Directions[direction], back[direction], given, direction, first, count));

        Tensor? byInput = null;
        Tensor hidden = here.Hidden.reshape(_batch, _frames, width);
        for (int column = 0; column < _directions; column++)
        {
            Direction direction = here.Directions[column];
            Tensor bySums = tensor(new Memory<float>(direction.BySums, 0, _batch * _frames * 4 * _hidden), [(long)_batch * _frames, 4 * _hidden]);
            Tensor turned = bySums.transpose(0, 1), own = hidden.narrow(2, (long)column * _hidden, _hidden), silence = zeros([_batch, 1, _hidden]);
            Tensor before = (column == 0 ? cat([silence, own.narrow(1, 0, _frames - 1)], 1) : cat([own.narrow(1, 1, _frames - 1), silence], 1)).reshape((long)_batch * _frames, _hidden);
            Tensor bias = bySums.sum([0]);
            gradients.Add((_parameter($"weight_ih{direction.Suffix}"), matmul(turned, here.Input)));
            gradients.Add((_parameter($"weight_hh{direction.Suffix}"), matmul(turned, before)));
            gradients.Add((_parameter($"bias_ih{direction.Suffix}"), bias));
            gradients.Add((_parameter($"bias_hh{direction.Suffix}"), bias));
            if (layer > 0)
            {
                Tensor share = matmul(bySums, _parameter($"weight_ih{direction.Suffix}"));
                byInput = byInput is null ? share : byInput + share;
            }
        }
        return layer == 0 ? byHidden : _layers[layer - 1].Mask is { } mask ? byInput! * mask : byInput!;
    }

    private void Backward(Direction direction, PackedMatrix back, float[] given, int column, int first, int count)
    {
        int width = _directions * _hidden, stride = back.Stride;
        int[] starts = new int[count];
        float[] recurrent = new float[count * stride], carried = new float[count * _hidden], silence = new float[_hidden];
        for (int step = _frames - 1; step >= 0; step--)
        {
            int frame = FrameAt(column, step), before = FrameAt(column, step - 1), after = FrameAt(column, step + 1);
            if (step + 1 < _frames)
            {
                for (int i = 0; i < count; i++)
                {
                    starts[i] = Row(first + i, after) * 4 * _hidden;
                }
                back.Multiply(direction.BySums, starts, recurrent, threads: 1);
            }
            for (int i = 0; i < count; i++)
            {
                int row = Row(first + i, frame);
                Span<float> byHidden = given.AsSpan((row * width) + (column * _hidden), _hidden);
                System.Numerics.Tensors.TensorPrimitives.Add(byHidden, recurrent.AsSpan(i * stride, _hidden), byHidden);
                LstmCell.Backward(
                    direction.Gates.AsSpan(row * 4 * _hidden, 4 * _hidden),
                    step == 0 ? silence : direction.Cells.AsSpan(Row(first + i, before) * _hidden, _hidden),
                    direction.Cells.AsSpan(row * _hidden, _hidden),
                    byHidden,
                    carried.AsSpan(i * _hidden, _hidden),
                    direction.BySums.AsSpan(row * 4 * _hidden, 4 * _hidden));
            }
        }
    }

    private int Row(int sequence, int frame) => (sequence * _frames) + frame;

    // the second direction runs from the last frame to the first
    private int FrameAt(int direction, int step) => direction == 0 ? step : _frames - 1 - step;

    // directions and stretches of the sequences, side by side
    private void Share(Action<int, int, int> work)
    {
        int parts = Math.Clamp(_threads / _directions, 1, _batch);
        if (_directions * parts == 1 || _threads == 1)
        {
            for (int direction = 0; direction < _directions; direction++)
            {
                work(direction, 0, _batch);
            }
            return;
        }
        Parallel.For(0, _directions * parts, new ParallelOptions { MaxDegreeOfParallelism = _threads }, job =>
        {
            int part = job / _directions, first = _batch * part / parts;
            work(job % _directions, first, (_batch * (part + 1) / parts) - first);
        });
    }

    private float[] Rent(int columns)
    {
        float[] array = ArrayPool<float>.Shared.Rent(checked(_batch * _frames * columns));
        _rented.Add(array);
        return array;
    }

    private Tensor Keep(Tensor kept)
    {
        kept.DetachFromDisposeScope();
        _kept.Add(kept);
        return kept;
    }

    private sealed record Layer(Tensor Input, Direction[] Directions, Tensor Hidden, Tensor? Mask);

    private sealed record Direction(string Suffix, PackedMatrix Recurrent, float[] Gates, float[] Cells, float[] BySums);
}
