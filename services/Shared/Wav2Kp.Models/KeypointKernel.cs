using Wav2Kp.Faces;
using Wav2Kp.Media;

namespace Wav2Kp.Models;

/// <summary>
/// <see cref="KeypointNetwork"/> at work on a CPU, without tensors: what a window of speech costs is reading the weights, not calling
/// an operator for each gate of each frame. A frame by itself gives the very numbers that it gives in a sequence.
/// </summary>
internal sealed class KeypointKernel
{
    private readonly Direction[][] _layers;
    private readonly PackedMatrix _linear;
    private readonly int _hidden;

    /// <summary>Lays out a model's weights.</summary>
    /// <exception cref="InvalidDataException">They do not fit the recipe's network.</exception>
    public KeypointKernel(ModelPackage model)
    {
        Dictionary<string, SafetensorsTensor> weights = model.Weights.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        NetworkRecipe network = model.Recipe.Network;
        _hidden = network.Hidden;
        int directions = network.Bidirectional ? 2 : 1, gates = 4 * _hidden, columns = model.Recipe.Window.Rows * model.Recipe.Features.Mfcc.Coefficients;
        _layers = new Direction[network.Layers][];
        for (int layer = 0; layer < network.Layers; layer++, columns = directions * _hidden)
        {
            _layers[layer] = new Direction[directions];
            for (int direction = 0; direction < directions; direction++)
            {
                string suffix = $"_l{layer}{(direction == 1 ? "_reverse" : "")}";
                float[] bias = Take($"lstm.bias_ih{suffix}", gates), other = Take($"lstm.bias_hh{suffix}", gates);
                for (int i = 0; i < bias.Length; i++)
                {
                    bias[i] += other[i];
                }
                _layers[layer][direction] = new Direction(
                    new PackedMatrix(Take($"lstm.weight_ih{suffix}", gates, columns), bias, gates, columns),
                    new PackedMatrix(Take($"lstm.weight_hh{suffix}", gates, _hidden), [], gates, _hidden));
            }
        }
        _linear = new PackedMatrix(Take("linear.weight", FacePoints.Values, columns), Take("linear.bias", FacePoints.Values), FacePoints.Values, columns);
        if (weights.Keys.FirstOrDefault() is string extra)
        {
            throw new InvalidDataException($"The weights do not fit the recipe's network: it has no '{extra}'.");
        }

        float[] Take(string name, params long[] shape) =>
            weights.Remove(name, out SafetensorsTensor? tensor) && tensor.Shape.AsSpan().SequenceEqual(shape)
                ? tensor.As<float>().ToArray()
                : throw new InvalidDataException($"The weights do not fit the recipe's network: '{name}' should be [{string.Join(", ", shape)}], but is {(tensor is null ? "missing" : $"[{string.Join(", ", tensor.Shape)}]")}.");
    }

    /// <summary>Values between the faces of <see cref="Run"/>.</summary>
    public int Stride => _linear.Stride;

    /// <summary>What a network that hears one way in time remembers: nothing yet.</summary>
    public State Silence() => new(_layers.Length, _hidden);

    /// <summary>The first layer's share of windows, which hangs on nothing before or after them: per direction [windows, gates].</summary>
    /// <param name="rows">Feature rows.</param>
    /// <param name="starts">Where each window begins among them.</param>
    /// <param name="threads">Threads to use where it is worth it.</param>
    public float[][] Listen(float[] rows, int[] starts, int threads) => [.. _layers[0].Select(direction => Multiply(direction.Input, rows, starts, threads))];

    /// <summary>Runs over windows that follow each other: [length, <see cref="Stride"/>], standardised coordinates.</summary>
    /// <param name="heard">Of <see cref="Listen"/>.</param>
    /// <param name="first">The first window among them.</param>
    /// <param name="length">How many.</param>
    /// <param name="state">What is remembered of before, and receives what is to be remembered; null: nothing.</param>
    /// <param name="threads">Threads to use where it is worth it.</param>
    public float[] Run(float[][] heard, int first, int length, State? state, int threads)
    {
        int width = _layers[0].Length * _hidden;
        int[] starts = [.. Enumerable.Range(0, length).Select(frame => frame * width)];
        float[] outputs = [];
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            Direction[] directions = _layers[layer];
            float[][] shares = layer == 0 ? heard : [.. directions.Select(direction => Multiply(direction.Input, outputs, starts, threads))];
            int offset = layer == 0 ? first : 0, at = layer;
            float[] next = new float[length * width];
            if (directions.Length == 2 && threads > 1)
            {
                Parallel.Invoke(
                    () => Recur(directions[0], shares[0], offset, length, next, 0, width, state, at, backwards: false),
                    () => Recur(directions[1], shares[1], offset, length, next, _hidden, width, null, at, backwards: true));
            }
            else
            {
                for (int direction = 0; direction < directions.Length; direction++)
                {
                    Recur(directions[direction], shares[direction], offset, length, next, direction * _hidden, width, direction == 0 ? state : null, at, direction == 1);
                }
            }
            outputs = next;
        }
        return Multiply(_linear, outputs, starts, threads);
    }

    private void Recur(Direction direction, float[] shares, int offset, int length, float[] outputs, int column, int width, State? state, int layer, bool backwards)
    {
        int stride = direction.Input.Stride;
        float[] gates = new float[stride], cell = state?.Cells[layer] ?? new float[_hidden], hidden = state?.Hidden[layer] ?? new float[_hidden];
        for (int i = 0; i < length; i++)
        {
            int frame = backwards ? length - 1 - i : i;
            shares.AsSpan((offset + frame) * stride, stride).CopyTo(gates);
            direction.Recurrent.MultiplyAdd(hidden, gates);
            LstmCell.Forward(gates, cell, cell, hidden);
            hidden.CopyTo(outputs, (frame * width) + column);
        }
    }

    private static float[] Multiply(PackedMatrix matrix, float[] values, int[] starts, int threads)
    {
        float[] result = GC.AllocateUninitializedArray<float>(starts.Length * matrix.Stride);
        matrix.Multiply(values, starts, result, threads);
        return result;
    }

    /// <summary>What the layers remember between windows.</summary>
    public sealed class State
    {
        internal State(int layers, int units)
        {
            Cells = [.. Enumerable.Range(0, layers).Select(_ => new float[units])];
            Hidden = [.. Enumerable.Range(0, layers).Select(_ => new float[units])];
        }

        internal float[][] Cells { get; }

        internal float[][] Hidden { get; }
    }

    private sealed record Direction(PackedMatrix Input, PackedMatrix Recurrent);
}
