using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Wav2Kp.Models;

/// <summary>
/// A linear layer's weights, laid out so that 16 outputs are computed side by side and memory is read in order. The inputs may lie
/// anywhere and overlap: windows of speech are views into its rows, not copies of them.
/// </summary>
internal sealed class PackedMatrix
{
    // two vectors of outputs times six inputs keep all registers busy
    private const int Block = 16, Inputs = 6;

    // less work than this is not worth a second thread
    private const long WorkPerThread = 4_000_000;

    private readonly int _columns;
    private readonly float[] _weights, _bias;

    /// <param name="weights">[outputs, columns], row-major.</param>
    /// <param name="bias">Added to each output; empty: nothing is.</param>
    /// <param name="outputs">Rows of the matrix.</param>
    /// <param name="columns">Values of an input.</param>
    public PackedMatrix(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, int outputs, int columns)
    {
        (Outputs, _columns) = (outputs, columns);
        int blocks = (outputs + Block - 1) / Block;
        _weights = new float[blocks * columns * Block];
        _bias = new float[blocks * Block];
        bias.CopyTo(_bias);
        for (int output = 0; output < outputs; output++)
        {
            int at = (output / Block * columns * Block) + (output % Block);
            for (int column = 0; column < columns; column++)
            {
                _weights[at + (column * Block)] = weights[(output * columns) + column];
            }
        }
        Stride = blocks * Block;
    }

    /// <summary>Outputs.</summary>
    public int Outputs { get; }

    /// <summary>Values between the outputs of one input and those of the next: the outputs, rounded up to a whole block.</summary>
    public int Stride { get; }

    /// <summary>Multiplies inputs that begin at some places of an array.</summary>
    /// <param name="values">The array.</param>
    /// <param name="starts">Where each input begins.</param>
    /// <param name="result">Receives [inputs, <see cref="Stride"/>].</param>
    /// <param name="threads">Threads to use where it is worth it; the result is the same with any number.</param>
    public void Multiply(float[] values, int[] starts, float[] result, int threads)
    {
        foreach (int start in starts)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(start, nameof(starts));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(start, values.Length - _columns, nameof(starts));
        }
        ArgumentOutOfRangeException.ThrowIfLessThan(result.Length, starts.Length * Stride, nameof(result));
        int blocks = Stride / Block;
        threads = (int)Math.Clamp((long)starts.Length * _columns * Stride / WorkPerThread, 1, Math.Min(threads, blocks));
        if (threads == 1)
        {
            MultiplyBlocks(values, starts, result, 0, blocks);
            return;
        }
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
            MultiplyBlocks(values, starts, result, blocks * thread / threads, blocks * (thread + 1) / threads));
    }

    /// <summary>Adds the product with one vector to outputs that are there already.</summary>
    /// <param name="vector">[columns].</param>
    /// <param name="result">[<see cref="Stride"/>], in place.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void MultiplyAdd(ReadOnlySpan<float> vector, Span<float> result)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vector.Length, _columns, nameof(vector));
        ArgumentOutOfRangeException.ThrowIfLessThan(result.Length, Stride, nameof(result));
        ref float x = ref MemoryMarshal.GetReference(vector), y = ref MemoryMarshal.GetReference(result), w = ref MemoryMarshal.GetArrayDataReference(_weights);
        int output = 0, panel = _columns * Block;
        for (; output + (4 * Block) <= Stride; output += 4 * Block)
        {
            ref float here = ref Unsafe.Add(ref y, output);
            ref float w0 = ref Unsafe.Add(ref w, output / Block * panel), w1 = ref Unsafe.Add(ref w0, panel), w2 = ref Unsafe.Add(ref w1, panel), w3 = ref Unsafe.Add(ref w2, panel);
            Vector256<float> a0 = Vector256.LoadUnsafe(ref here, 0), a1 = Vector256.LoadUnsafe(ref here, 8), a2 = Vector256.LoadUnsafe(ref here, 16), a3 = Vector256.LoadUnsafe(ref here, 24);
            Vector256<float> a4 = Vector256.LoadUnsafe(ref here, 32), a5 = Vector256.LoadUnsafe(ref here, 40), a6 = Vector256.LoadUnsafe(ref here, 48), a7 = Vector256.LoadUnsafe(ref here, 56);
            for (int k = 0; k < _columns; k++)
            {
                Vector256<float> value = Vector256.Create(Unsafe.Add(ref x, k));
                nuint at = (nuint)(k * Block);
                a0 = Vector256.MultiplyAddEstimate(value, Vector256.LoadUnsafe(ref w0, at), a0);
                a1 = Vector256.MultiplyAddEstimate(value, Vector256.LoadUnsafe(ref w0, at + 8), a1);
                a2 = Vector256.MultiplyAddEstimate(value, Vector256.LoadUnsafe(ref w1, at), a2);
                a3 = Vector256.MultiplyAddEstimate(value, Vector256.LoadUnsafe(ref w1, at + 8), a3);
                a4 = Vector256.MultiplyAddEstimate(value, Vector256.LoadUnsafe(ref w2, at), a4);
                a5 = Vector256.MultiplyAddEstimate(value, Vector256.LoadUnsafe(ref w2, at + 8), a5);
                a6 = Vector256.MultiplyAddEstimate(value, Vector256.LoadUnsafe(ref w3, at), a6);
                a7 = Vector256.MultiplyAddEstimate(value, Vector256.LoadUnsafe(ref w3, at + 8), a7);
            }
            a0.StoreUnsafe(ref here, 0);
            a1.StoreUnsafe(ref here, 8);
            a2.StoreUnsafe(ref here, 16);
            a3.StoreUnsafe(ref here, 24);
            a4.StoreUnsafe(ref here, 32);
            a5.StoreUnsafe(ref here, 40);
            a6.StoreUnsafe(ref here, 48);
            a7.StoreUnsafe(ref here, 56);
        }
        for (; output < Stride; output += Block)
        {
            ref float here = ref Unsafe.Add(ref y, output);
            ref float panelOf = ref Unsafe.Add(ref w, output / Block * panel);
            Vector256<float> low = Vector256.LoadUnsafe(ref here, 0), high = Vector256.LoadUnsafe(ref here, 8);
            for (int k = 0; k < _columns; k++)
            {
                Vector256<float> value = Vector256.Create(Unsafe.Add(ref x, k));
                low = Vector256.MultiplyAddEstimate(value, Vector256.LoadUnsafe(ref panelOf, (nuint)(k * Block)), low);
                high = Vector256.MultiplyAddEstimate(value, Vector256.LoadUnsafe(ref panelOf, (nuint)((k * Block) + 8)), high);
            }
            low.StoreUnsafe(ref here, 0);
            high.StoreUnsafe(ref here, 8);
        }
    }

    /// <summary>The bias, [<see cref="Stride"/>].</summary>
    public ReadOnlySpan<float> Bias => _bias;

    private void MultiplyBlocks(float[] values, int[] starts, float[] result, int firstBlock, int endBlock)
    {
        Span<int> rest = stackalloc int[Inputs];
        for (int block = firstBlock; block < endBlock; block++)
        {
            int input;
            for (input = 0; input + Inputs <= starts.Length; input += Inputs)
            {
                Tile(values, starts.AsSpan(input, Inputs), Inputs, result, input, block);
            }
            if (starts.Length - input > 2)
            {
                // the rest as a tile whose last input is there several times
                starts.AsSpan(input).CopyTo(rest);
                rest[(starts.Length - input)..].Fill(starts[^1]);
                Tile(values, rest, starts.Length - input, result, input, block);
                continue;
            }
            for (; input < starts.Length; input++)
            {
                Single(values, starts[input], result, input, block);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Tile(float[] values, ReadOnlySpan<int> starts, int count, float[] result, int input, int block)
    {
        ref float x = ref MemoryMarshal.GetArrayDataReference(values), w = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_weights), block * _columns * Block);
        ref float x0 = ref Unsafe.Add(ref x, starts[0]), x1 = ref Unsafe.Add(ref x, starts[1]), x2 = ref Unsafe.Add(ref x, starts[2]);
        ref float x3 = ref Unsafe.Add(ref x, starts[3]), x4 = ref Unsafe.Add(ref x, starts[4]), x5 = ref Unsafe.Add(ref x, starts[5]);
        ref float bias = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_bias), block * Block);
        Vector256<float> low = Vector256.LoadUnsafe(ref bias, 0), high = Vector256.LoadUnsafe(ref bias, 8);
        Vector256<float> a0 = low, b0 = high, a1 = low, b1 = high, a2 = low, b2 = high, a3 = low, b3 = high, a4 = low, b4 = high, a5 = low, b5 = high;
        for (int k = 0; k < _columns; k++)
        {
            Vector256<float> u = Vector256.LoadUnsafe(ref w, (nuint)(k * Block)), v = Vector256.LoadUnsafe(ref w, (nuint)((k * Block) + 8));
            Vector256<float> value = Vector256.Create(Unsafe.Add(ref x0, k));
            a0 = Vector256.MultiplyAddEstimate(value, u, a0);
            b0 = Vector256.MultiplyAddEstimate(value, v, b0);
            value = Vector256.Create(Unsafe.Add(ref x1, k));
            a1 = Vector256.MultiplyAddEstimate(value, u, a1);
            b1 = Vector256.MultiplyAddEstimate(value, v, b1);
            value = Vector256.Create(Unsafe.Add(ref x2, k));
            a2 = Vector256.MultiplyAddEstimate(value, u, a2);
            b2 = Vector256.MultiplyAddEstimate(value, v, b2);
            value = Vector256.Create(Unsafe.Add(ref x3, k));
            a3 = Vector256.MultiplyAddEstimate(value, u, a3);
            b3 = Vector256.MultiplyAddEstimate(value, v, b3);
            value = Vector256.Create(Unsafe.Add(ref x4, k));
            a4 = Vector256.MultiplyAddEstimate(value, u, a4);
            b4 = Vector256.MultiplyAddEstimate(value, v, b4);
            value = Vector256.Create(Unsafe.Add(ref x5, k));
            a5 = Vector256.MultiplyAddEstimate(value, u, a5);
            b5 = Vector256.MultiplyAddEstimate(value, v, b5);
        }
        // what a tile has beyond its inputs is the last one once more
        int last = input + count - 1;
        Store(result, Math.Min(last, input + 5), block, a5, b5);
        Store(result, Math.Min(last, input + 4), block, a4, b4);
        Store(result, Math.Min(last, input + 3), block, a3, b3);
        Store(result, Math.Min(last, input + 2), block, a2, b2);
        Store(result, Math.Min(last, input + 1), block, a1, b1);
        Store(result, input, block, a0, b0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Single(float[] values, int start, float[] result, int input, int block)
    {
        ref float x = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(values), start), w = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_weights), block * _columns * Block);
        ref float bias = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_bias), block * Block);
        Vector256<float> low = Vector256.LoadUnsafe(ref bias, 0), high = Vector256.LoadUnsafe(ref bias, 8);
        for (int k = 0; k < _columns; k++)
        {
            Vector256<float> value = Vector256.Create(Unsafe.Add(ref x, k));
            low = Vector256.MultiplyAddEstimate(value, Vector256.LoadUnsafe(ref w, (nuint)(k * Block)), low);
            high = Vector256.MultiplyAddEstimate(value, Vector256.LoadUnsafe(ref w, (nuint)((k * Block) + 8)), high);
        }
        Store(result, input, block, low, high);
    }

    private void Store(float[] result, int input, int block, Vector256<float> low, Vector256<float> high)
    {
        ref float here = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(result), (input * Stride) + (block * Block));
        low.StoreUnsafe(ref here, 0);
        high.StoreUnsafe(ref here, 8);
    }
}
