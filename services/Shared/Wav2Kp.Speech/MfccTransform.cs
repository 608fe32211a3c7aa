using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;

namespace Wav2Kp.Speech;

/// <summary>
/// MFCC rows of samples in memory, as <see cref="SpeechFeatures.Mfcc"/> computes them, without tensors: a Fourier transform of mixed
/// radix (Stockham 1966) over eight rows at a time, mel filters that skip their zeros, one pass from samples to levels. Not for several
/// threads at a time; another transform costs little, the tables are shared.
/// </summary>
/// <remarks>The inner loops are compiled with all optimisations at once: what runs for a few milliseconds is over before the runtime would.</remarks>
public sealed class MfccTransform
{
    // rows side by side in one vector
    private const int Lanes = 8;

    // 10 log10(x) = 3.0103 log2(x)
    private static readonly float s_decibelsPerOctave = (float)(10 * Math.Log10(2));
    private static readonly ConcurrentDictionary<(MfccParameters Parameters, int Bands), Tables> s_tables = new();

    private readonly Tables _tables;
    private readonly float[] _real, _imaginary, _otherReal, _otherImaginary, _power, _levels;

    /// <summary>Makes the transform ready.</summary>
    /// <param name="parameters">Window, hop, bands, coefficients.</param>
    /// <param name="melSpectrogramBands">Bands of the power spectrogram that <see cref="Compute(ReadOnlySpan{float}, float[], float[])"/> gives beside; 0: none.</param>
    /// <exception cref="ArgumentException">A parameter is out of its range, or the transform's length is not one that <see cref="FastTransform"/> supports.</exception>
    public MfccTransform(MfccParameters parameters, int melSpectrogramBands = 0)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Validate();
        if (!FastTransform.Supports(parameters.FftLength))
        {
            throw new ArgumentException($"A transform of {parameters.FftLength} samples is not supported: its half must be a product of numbers up to {FastTransform.LargestRadix}.", nameof(parameters));
        }
        Parameters = parameters;
        _tables = s_tables.GetOrAdd((parameters, melSpectrogramBands), key => new Tables(key.Parameters, key.Bands));
        int half = parameters.FftLength / 2;
        _real = new float[half * Lanes];
        _imaginary = new float[half * Lanes];
        _otherReal = new float[half * Lanes];
        _otherImaginary = new float[half * Lanes];
        _power = new float[(half + 1) * Lanes];
        _levels = new float[Math.Max(parameters.MelBands, melSpectrogramBands) * Lanes];
    }

    /// <summary>What it computes.</summary>
    public MfccParameters Parameters { get; }

    /// <summary>The coefficients of a whole recording: [1 + samples / hop, coefficients] row-major, dB.</summary>
    /// <exception cref="ArgumentException">The recording is not longer than half a transform.</exception>
    public float[] Compute(ReadOnlySpan<float> samples)
    {
        float[] coefficients = new float[RowsOf(samples.Length) * Parameters.Coefficients];
        Compute(samples, coefficients, null);
        return coefficients;
    }

    /// <summary>The coefficients of a whole recording, and its mel power spectrogram.</summary>
    /// <param name="samples">At the parameters' sample rate.</param>
    /// <param name="coefficients">Receives [1 + samples / hop, coefficients], row-major.</param>
    /// <param name="mel">Receives [1 + samples / hop, bands], row-major; null for none.</param>
    /// <exception cref="ArgumentException">The recording is not longer than half a transform, or an array is too small.</exception>
    public void Compute(ReadOnlySpan<float> samples, float[] coefficients, float[]? mel)
    {
        ArgumentNullException.ThrowIfNull(coefficients);
        int rows = RowsOf(samples.Length), half = Parameters.FftLength / 2, bands = Parameters.MelBands;
        if (coefficients.Length < rows * Parameters.Coefficients || (mel is not null && mel.Length < rows * _tables.Mel.Bands))
        {
            throw new ArgumentException("The arrays are too small for the recording's rows.", nameof(coefficients));
        }
        int blocks = (rows + Lanes - 1) / Lanes, padded = samples.Length + (2 * half);
        float[] around = ArrayPool<float>.Shared.Rent(padded), levels = ArrayPool<float>.Shared.Rent(blocks * bands * Lanes);
        try
        {
            // the ends mirrored without repeating the end itself, as PyTorch's "reflect" padding
            samples.CopyTo(around.AsSpan(half));
            for (int i = 1; i <= half; i++)
            {
                around[half - i] = samples[i];
                around[half + samples.Length - 1 + i] = samples[^(1 + i)];
            }
            Vector256<float> highest = Vector256.Create(float.NegativeInfinity);
            for (int block = 0; block < blocks; block++)
            {
                int first = block * Lanes, count = Math.Min(Lanes, rows - first);
                for (int lane = 0; lane < Lanes; lane++)
                {
                    // a lane beyond the last row repeats it, so that it is never louder than the recording
                    Load(around.AsSpan(Math.Min(first + lane, rows - 1) * Parameters.HopLength, Parameters.FftLength), lane);
                }
                TransformToPower();
                Span<float> here = levels.AsSpan(block * bands * Lanes, bands * Lanes);
                _tables.Levels.Apply(_power, here);
                highest = Vector256.Max(highest, ToDecibels(here));
                if (mel is not null)
                {
                    _tables.Mel.Apply(_power, _levels);
                    Scatter(_levels, mel.AsSpan(first * _tables.Mel.Bands), _tables.Mel.Bands, count);
                }
            }
            float floor = float.NegativeInfinity;
            for (int lane = 0; lane < Lanes; lane++)
            {
                floor = Math.Max(floor, (float)(highest.GetElement(lane) - Parameters.TopDb));
            }
            for (int block = 0; block < blocks; block++)
            {
                int first = block * Lanes;
                Cosines(levels.AsSpan(block * bands * Lanes, bands * Lanes), floor);
                Scatter(_otherReal, coefficients.AsSpan(first * Parameters.Coefficients), Parameters.Coefficients, Math.Min(Lanes, rows - first));
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(around);
            ArrayPool<float>.Shared.Return(levels);
        }
    }

    /// <summary>One row as it is heard: no level is clipped by what else is in the recording.</summary>
    /// <param name="frame">The row's <see cref="MfccParameters.FftLength"/> samples.</param>
    /// <param name="floor">Levels below it are raised to it, dB.</param>
    /// <param name="coefficients">Receives the row.</param>
    public void Row(ReadOnlySpan<float> frame, float floor, Span<float> coefficients)
    {
        Load(frame[..Parameters.FftLength], 0);
        TransformToPower();
        Span<float> levels = _levels.AsSpan(0, Parameters.MelBands * Lanes);
        _tables.Levels.Apply(_power, levels);
        ToDecibels(levels);
        Cosines(levels, floor);
        Scatter(_otherReal, coefficients, Parameters.Coefficients, 1);
    }

    /// <summary>Raises levels of rows of all their coefficients to a floor: back to levels, which are clipped, and forth again.</summary>
    /// <param name="coefficients">[rows, coefficients], in place.</param>
    /// <param name="floor">dB.</param>
    /// <exception cref="InvalidOperationException">There are fewer coefficients than bands: their levels cannot be told.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Raise(Span<float> coefficients, float floor)
    {
        int bands = Parameters.MelBands;
        if (Parameters.Coefficients != bands)
        {
            throw new InvalidOperationException($"Levels can only be raised where all {bands} coefficients are kept, not {Parameters.Coefficients}.");
        }
        float[] matrix = _tables.Cosines;
        for (int first = 0; first < coefficients.Length; first += bands * Lanes)
        {
            Span<float> rows = coefficients[first..Math.Min(coefficients.Length, first + (bands * Lanes))];
            int count = rows.Length / bands;
            for (int lane = 0; lane < Lanes; lane++)
            {
                for (int k = 0; k < bands; k++)
                {
                    _otherImaginary[(k * Lanes) + lane] = lane < count ? rows[(lane * bands) + k] : 0;
                }
            }
            for (int band = 0; band < bands; band++)
            {
                // the transform is orthonormal: its inverse is its transpose
                Vector256<float> level = Vector256<float>.Zero;
                for (int k = 0; k < bands; k++)
                {
                    level = Vector256.MultiplyAddEstimate(Vector256.Create(matrix[(k * bands) + band]), At(_otherImaginary, k), level);
                }
                level.CopyTo(_levels, band * Lanes);
            }
            Cosines(_levels.AsSpan(0, bands * Lanes), floor);
            Scatter(_otherReal, rows, bands, count);
        }
    }

    private int RowsOf(int samples)
    {
        if (samples <= Parameters.FftLength / 2)
        {
            throw new ArgumentException($"The recording has {samples} samples, but at least {(Parameters.FftLength / 2) + 1} are needed.", nameof(samples));
        }
        return 1 + (samples / Parameters.HopLength);
    }

    // two real samples make a complex one: a transform of half the length
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Load(ReadOnlySpan<float> frame, int lane)
    {
        ref float real = ref MemoryMarshal.GetArrayDataReference(_real), imaginary = ref MemoryMarshal.GetArrayDataReference(_imaginary);
        ReadOnlySpan<float> window = _tables.Window;
        for (int i = 0, at = lane; i + 1 < frame.Length && i + 1 < window.Length; i += 2, at += Lanes)
        {
            Unsafe.Add(ref real, at) = frame[i] * window[i];
            Unsafe.Add(ref imaginary, at) = frame[i + 1] * window[i + 1];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TransformToPower()
    {
        int half = Parameters.FftLength / 2, length = half, stride = 1;
        (float[] real, float[] imaginary, float[] toReal, float[] toImaginary) = (_real, _imaginary, _otherReal, _otherImaginary);
        foreach (int radix in _tables.Radices)
        {
            Pass(radix, length, stride, real, imaginary, toReal, toImaginary);
            (real, imaginary, toReal, toImaginary) = (toReal, toImaginary, real, imaginary);
            (length, stride) = (length / radix, stride * radix);
        }
        // the transform of the real samples from that of the complex ones: even and odd samples apart, joined by a turn
        for (int k = 0; k <= half; k++)
        {
            int here = k == half ? 0 : k, there = k == 0 ? 0 : half - k;
            Vector256<float> ar = At(real, here), ai = At(imaginary, here), br = At(real, there), bi = At(imaginary, there);
            Vector256<float> evenReal = ar + br, evenImaginary = ai - bi, oddReal = ai + bi, oddImaginary = br - ar;
            Vector256<float> cosine = Vector256.Create(_tables.JoinCosine[k]), sine = Vector256.Create(_tables.JoinSine[k]);
            Vector256<float> x = evenReal + (oddReal * cosine) - (oddImaginary * sine), y = evenImaginary + (oddReal * sine) + (oddImaginary * cosine);
            (((x * x) + (y * y)) * Vector256.Create(0.25f)).CopyTo(_power, k * Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pass(int radix, int length, int stride, float[] real, float[] imaginary, float[] toReal, float[] toImaginary)
    {
        int part = length / radix, turn = Parameters.FftLength / 2 / length;
        float[] cosine = _tables.Cosine, sine = _tables.Sine;
        int step = Parameters.FftLength / 2 / radix;
        for (int q = 0; q < part; q++)
        {
            for (int k = 0; k < stride; k++)
            {
                int from = k + (stride * q), to = k + (stride * radix * q), apart = stride * part;
                if (radix == 4)
                {
                    Vector256<float> ar = At(real, from), ai = At(imaginary, from), br = At(real, from + apart), bi = At(imaginary, from + apart);
                    Vector256<float> cr = At(real, from + (2 * apart)), ci = At(imaginary, from + (2 * apart)), dr = At(real, from + (3 * apart)), di = At(imaginary, from + (3 * apart));
                    Vector256<float> sr = ar + cr, si = ai + ci, tr = ar - cr, ti = ai - ci, ur = br + dr, ui = bi + di, vr = bi - di, vi = dr - br;
                    (sr + ur).CopyTo(toReal, to * Lanes);
                    (si + ui).CopyTo(toImaginary, to * Lanes);
                    Turned(tr + vr, ti + vi, q * turn, to + stride);
                    Turned(sr - ur, si - ui, 2 * q * turn, to + (2 * stride));
                    Turned(tr - vr, ti - vi, 3 * q * turn, to + (3 * stride));
                }
                else if (radix == 5)
                {
                    Vector256<float> ar = At(real, from), ai = At(imaginary, from), br = At(real, from + apart), bi = At(imaginary, from + apart);
                    Vector256<float> cr = At(real, from + (2 * apart)), ci = At(imaginary, from + (2 * apart)), dr = At(real, from + (3 * apart)), di = At(imaginary, from + (3 * apart));
                    Vector256<float> er = At(real, from + (4 * apart)), ei = At(imaginary, from + (4 * apart));
                    Vector256<float> pr = br + er, pi = bi + ei, qr = cr + dr, qi = ci + di, ur = br - er, ui = bi - ei, vr = cr - dr, vi = ci - di;
                    Vector256<float> c1 = Vector256.Create(cosine[step]), c2 = Vector256.Create(cosine[2 * step]), s1 = Vector256.Create(-sine[step]), s2 = Vector256.Create(-sine[2 * step]);
                    Vector256<float> mr = ar + (c1 * pr) + (c2 * qr), mi = ai + (c1 * pi) + (c2 * qi), nr = ar + (c2 * pr) + (c1 * qr), ni = ai + (c2 * pi) + (c1 * qi);
                    Vector256<float> kr = (s1 * ur) + (s2 * vr), ki = (s1 * ui) + (s2 * vi), lr = (s2 * ur) - (s1 * vr), li = (s2 * ui) - (s1 * vi);
                    (ar + pr + qr).CopyTo(toReal, to * Lanes);
                    (ai + pi + qi).CopyTo(toImaginary, to * Lanes);
                    Turned(mr + ki, mi - kr, q * turn, to + stride);
                    Turned(nr + li, ni - lr, 2 * q * turn, to + (2 * stride));
                    Turned(nr - li, ni + lr, 3 * q * turn, to + (3 * stride));
                    Turned(mr - ki, mi + kr, 4 * q * turn, to + (4 * stride));
                }
                else
                {
                    for (int r = 0; r < radix; r++)
                    {
                        Vector256<float> x = At(real, from), y = At(imaginary, from);
                        for (int j = 1; j < radix; j++)
                        {
                            int angle = r * j % radix * step;
                            Vector256<float> c = Vector256.Create(cosine[angle]), s = Vector256.Create(sine[angle]), ur = At(real, from + (j * apart)), ui = At(imaginary, from + (j * apart));
                            x += (ur * c) - (ui * s);
                            y += (ur * s) + (ui * c);
                        }
                        Turned(x, y, r * q * turn, to + (r * stride));
                    }
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Turned(Vector256<float> x, Vector256<float> y, int angle, int to)
        {
            Vector256<float> c = Vector256.Create(cosine[angle]), s = Vector256.Create(sine[angle]);
            ((x * c) - (y * s)).CopyTo(toReal, to * Lanes);
            ((x * s) + (y * c)).CopyTo(toImaginary, to * Lanes);
        }
    }

    // levels raised to the floor, to coefficients in _otherReal
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Cosines(Span<float> levels, float floor)
    {
        int bands = Parameters.MelBands;
        Vector256<float> lowest = Vector256.Create(floor);
        for (int band = 0; band < bands; band++)
        {
            Vector256.Max(Vector256.Create<float>(levels.Slice(band * Lanes, Lanes)), lowest).CopyTo(levels[(band * Lanes)..]);
        }
        ref float level = ref MemoryMarshal.GetReference(levels);
        float[] matrix = _tables.Cosines;
        for (int k = 0; k < Parameters.Coefficients; k++)
        {
            Vector256<float> even = Vector256<float>.Zero, odd = Vector256<float>.Zero;
            int band = 0;
            for (; band + 1 < bands; band += 2)
            {
                even = Vector256.MultiplyAddEstimate(Vector256.Create(matrix[(k * bands) + band]), Vector256.LoadUnsafe(ref level, (nuint)(band * Lanes)), even);
                odd = Vector256.MultiplyAddEstimate(Vector256.Create(matrix[(k * bands) + band + 1]), Vector256.LoadUnsafe(ref level, (nuint)((band + 1) * Lanes)), odd);
            }
            if (band < bands)
            {
                even = Vector256.MultiplyAddEstimate(Vector256.Create(matrix[(k * bands) + band]), Vector256.LoadUnsafe(ref level, (nuint)(band * Lanes)), even);
            }
            (even + odd).CopyTo(_otherReal, k * Lanes);
        }
    }

    // powers to levels in place; gives the highest of each lane
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector256<float> ToDecibels(Span<float> powers)
    {
        Vector256<float> highest = Vector256.Create(float.NegativeInfinity), smallest = Vector256.Create((float)SpeechFeatures.SmallestPower), scale = Vector256.Create(s_decibelsPerOctave);
        for (int i = 0; i < powers.Length; i += Lanes)
        {
            Vector256<float> level = Vector256.Log2(Vector256.Max(Vector256.Create<float>(powers.Slice(i, Lanes)), smallest)) * scale;
            level.CopyTo(powers[i..]);
            highest = Vector256.Max(highest, level);
        }
        return highest;
    }

    // [columns, lanes] to rows
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scatter(float[] values, Span<float> rows, int columns, int count)
    {
        for (int lane = 0; lane < count; lane++)
        {
            Span<float> row = rows.Slice(lane * columns, columns);
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = values[(i * Lanes) + lane];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> At(float[] values, int index) => Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(values), (nuint)(index * Lanes));

    /// <summary>What does not change from row to row.</summary>
    private sealed class Tables
    {
        public Tables(MfccParameters parameters, int melSpectrogramBands)
        {
            int fft = parameters.FftLength, half = fft / 2;
            Radices = FastTransform.Radices(half)!;
            Window = [.. Enumerable.Range(0, fft).Select(i => (float)(0.5 - (0.5 * Math.Cos(2 * Math.PI * i / fft))))];
            Cosine = [.. Enumerable.Range(0, half).Select(i => (float)Math.Cos(2 * Math.PI * i / half))];
            Sine = [.. Enumerable.Range(0, half).Select(i => (float)-Math.Sin(2 * Math.PI * i / half))];
            JoinCosine = [.. Enumerable.Range(0, half + 1).Select(i => (float)Math.Cos(2 * Math.PI * i / fft))];
            JoinSine = [.. Enumerable.Range(0, half + 1).Select(i => (float)-Math.Sin(2 * Math.PI * i / fft))];
            Levels = new FilterBank(parameters, parameters.MelBands);
            Mel = melSpectrogramBands == parameters.MelBands ? Levels : new FilterBank(parameters, melSpectrogramBands);
            Cosines = SpeechFeatures.CosineMatrix(parameters);
        }

        public int[] Radices { get; }

        public float[] Window { get; }

        public float[] Cosine { get; }

        public float[] Sine { get; }

        public float[] JoinCosine { get; }

        public float[] JoinSine { get; }

        public FilterBank Levels { get; }

        public FilterBank Mel { get; }

        public float[] Cosines { get; }
    }

    /// <summary>Mel filters without the zeros around their triangles.</summary>
    private sealed class FilterBank
    {
        private readonly int[] _first, _count, _offset;
        private readonly float[] _weights;

        public FilterBank(MfccParameters parameters, int bands)
        {
            Bands = bands;
            (_first, _count, _offset) = (new int[bands], new int[bands], new int[bands]);
            List<float> weights = [];
            if (bands > 0)
            {
                using IDisposable noGradient = no_grad();
                using DisposeScope scope = NewDisposeScope();
                int bins = (parameters.FftLength / 2) + 1;
                float[] filters = SpeechFeatures.MelFilters(parameters.SampleRate, parameters.FftLength, bands, CPU).contiguous().data<float>().ToArray();
                for (int band = 0; band < bands; band++)
                {
                    ReadOnlySpan<float> filter = filters.AsSpan(band * bins, bins);
                    int first = filter.IndexOfAnyExcept(0f);
                    (_first[band], _count[band], _offset[band]) = (Math.Max(0, first), first < 0 ? 0 : filter.LastIndexOfAnyExcept(0f) - first + 1, weights.Count);
                    weights.AddRange(filter.Slice(_first[band], _count[band]));
                }
            }
            _weights = [.. weights];
        }

        public int Bands { get; }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Apply(float[] power, Span<float> result)
        {
            for (int band = 0; band < Bands; band++)
            {
                Vector256<float> sum = Vector256<float>.Zero;
                for (int i = 0; i < _count[band]; i++)
                {
                    sum = Vector256.MultiplyAddEstimate(Vector256.Create(_weights[_offset[band] + i]), At(power, _first[band] + i), sum);
                }
                sum.CopyTo(result[(band * Lanes)..]);
            }
        }
    }
}
