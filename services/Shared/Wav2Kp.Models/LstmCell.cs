using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Wav2Kp.Models;

/// <summary>
/// One step of an LSTM's units and its derivative: c' = σ(f) c + σ(i) tanh(g), h = σ(o) tanh(c') (Hochreiter and Schmidhuber 1997, with
/// the forget gate of Gers et al. 2000), gates in PyTorch's order i, f, g, o.
/// </summary>
internal static class LstmCell
{
    /// <summary>A step forward.</summary>
    /// <param name="gates">[4 units]: sums in, activations out.</param>
    /// <param name="before">The cells before the step, [units].</param>
    /// <param name="cell">Receives the cells; may be <paramref name="before"/>.</param>
    /// <param name="hidden">Receives the units' outputs.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(Span<float> gates, ReadOnlySpan<float> before, Span<float> cell, Span<float> hidden)
    {
        int units = hidden.Length, i = 0;
        CheckLengths(gates.Length, before.Length, cell.Length, units);
        ref float g = ref MemoryMarshal.GetReference(gates), b = ref MemoryMarshal.GetReference(before), c = ref MemoryMarshal.GetReference(cell), h = ref MemoryMarshal.GetReference(hidden);
        for (; i + Vector256<float>.Count <= units; i += Vector256<float>.Count)
        {
            Vector256<float> input = Sigmoid(At(ref g, i)), forget = Sigmoid(At(ref g, units + i)), candidate = Tanh(At(ref g, (2 * units) + i)), output = Sigmoid(At(ref g, (3 * units) + i));
            Vector256<float> next = (forget * At(ref b, i)) + (input * candidate);
            input.StoreUnsafe(ref g, (nuint)i);
            forget.StoreUnsafe(ref g, (nuint)(units + i));
            candidate.StoreUnsafe(ref g, (nuint)((2 * units) + i));
            output.StoreUnsafe(ref g, (nuint)((3 * units) + i));
            next.StoreUnsafe(ref c, (nuint)i);
            (output * Tanh(next)).StoreUnsafe(ref h, (nuint)i);
        }
        for (; i < units; i++)
        {
            (gates[i], gates[units + i]) = (Sigmoid(gates[i]), Sigmoid(gates[units + i]));
            (gates[(2 * units) + i], gates[(3 * units) + i]) = (MathF.Tanh(gates[(2 * units) + i]), Sigmoid(gates[(3 * units) + i]));
            cell[i] = (gates[units + i] * before[i]) + (gates[i] * gates[(2 * units) + i]);
            hidden[i] = gates[(3 * units) + i] * MathF.Tanh(cell[i]);
        }
    }

    /// <summary>The step's derivative.</summary>
    /// <param name="gates">The activations that <see cref="Forward"/> left.</param>
    /// <param name="before">The cells before the step.</param>
    /// <param name="cell">The cells after it.</param>
    /// <param name="hidden">The loss's derivative by the units' outputs.</param>
    /// <param name="carried">By the cells after the step, from the step that follows; receives that by the cells before the step.</param>
    /// <param name="sums">Receives the derivative by the gates' sums, [4 units].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(ReadOnlySpan<float> gates, ReadOnlySpan<float> before, ReadOnlySpan<float> cell, ReadOnlySpan<float> hidden, Span<float> carried, Span<float> sums)
    {
        int units = hidden.Length, i = 0;
        CheckLengths(gates.Length, before.Length, cell.Length, units);
        CheckLengths(sums.Length, carried.Length, carried.Length, units);
        ref float g = ref MemoryMarshal.GetReference(gates), b = ref MemoryMarshal.GetReference(before), c = ref MemoryMarshal.GetReference(cell);
        ref float h = ref MemoryMarshal.GetReference(hidden), d = ref MemoryMarshal.GetReference(carried), s = ref MemoryMarshal.GetReference(sums);
        Vector256<float> one = Vector256<float>.One;
        for (; i + Vector256<float>.Count <= units; i += Vector256<float>.Count)
        {
            Vector256<float> input = At(ref g, i), forget = At(ref g, units + i), candidate = At(ref g, (2 * units) + i), output = At(ref g, (3 * units) + i);
            Vector256<float> tanh = Tanh(At(ref c, i)), byHidden = At(ref h, i);
            Vector256<float> byCell = At(ref d, i) + (byHidden * output * (one - (tanh * tanh)));
            (byCell * candidate * input * (one - input)).StoreUnsafe(ref s, (nuint)i);
            (byCell * At(ref b, i) * forget * (one - forget)).StoreUnsafe(ref s, (nuint)(units + i));
            (byCell * input * (one - (candidate * candidate))).StoreUnsafe(ref s, (nuint)((2 * units) + i));
            (byHidden * tanh * output * (one - output)).StoreUnsafe(ref s, (nuint)((3 * units) + i));
            (byCell * forget).StoreUnsafe(ref d, (nuint)i);
        }
        for (; i < units; i++)
        {
            float input = gates[i], forget = gates[units + i], candidate = gates[(2 * units) + i], output = gates[(3 * units) + i];
            float tanh = MathF.Tanh(cell[i]), byCell = carried[i] + (hidden[i] * output * (1 - (tanh * tanh)));
            sums[i] = byCell * candidate * input * (1 - input);
            sums[units + i] = byCell * before[i] * forget * (1 - forget);
            sums[(2 * units) + i] = byCell * input * (1 - (candidate * candidate));
            sums[(3 * units) + i] = hidden[i] * tanh * output * (1 - output);
            carried[i] = byCell * forget;
        }
    }

    private static void CheckLengths(int gates, int before, int cell, int units)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(gates, 4 * units);
        ArgumentOutOfRangeException.ThrowIfLessThan(before, units);
        ArgumentOutOfRangeException.ThrowIfLessThan(cell, units);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> At(ref float values, int index) => Vector256.LoadUnsafe(ref values, (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Sigmoid(Vector256<float> x) => Vector256<float>.One / (Vector256<float>.One + Vector256.Exp(-x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Tanh(Vector256<float> x) => Vector256<float>.One - (Vector256.Create(2f) / (Vector256.Exp(x + x) + Vector256<float>.One));

    private static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));
}
