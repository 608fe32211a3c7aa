namespace Wav2Kp.Speech;

/// <summary><see cref="SpeechFeatures.Resample"/> for sound that comes in pieces: the same samples, as soon as what they need is there.</summary>
public sealed class StreamResampler
{
    private readonly float[] _kernel;
    private readonly int _taps, _width, _stride, _phases;
    private float[] _held;
    private int _heldCount;
    private long _heldFrom, _heard, _next;
    private float[] _output = [];

    /// <summary>Prepares the filters.</summary>
    /// <param name="from">Samples per second of what comes in.</param>
    /// <param name="to">The samples per second wanted.</param>
    /// <exception cref="ArgumentException">The rates have so little in common that the filters would not fit in memory.</exception>
    public StreamResampler(int from, int to)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(from);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(to);
        (_kernel, _width, _stride, _phases) = SpeechFeatures.ResamplingKernel(from, to);
        _taps = (2 * _width) + _stride;
        // before the first sample there is silence
        _held = new float[_width + (4 * _taps)];
        (_heldCount, _heldFrom) = (_width, -_width);
    }

    /// <summary>Takes samples in and gives those that can be told from them; valid until the next call.</summary>
    public ReadOnlySpan<float> Push(ReadOnlySpan<float> samples)
    {
        Hold(samples);
        _heard += samples.Length;
        return Filter((_heard + _width) / _stride * _phases);
    }

    /// <summary>The last samples: after the end there is silence.</summary>
    public ReadOnlySpan<float> Complete()
    {
        Hold(new float[_taps + _stride]);
        return Filter((long)(((Int128)_heard * _phases + _stride - 1) / _stride));
    }

    private void Hold(ReadOnlySpan<float> samples)
    {
        if (_heldCount + samples.Length > _held.Length)
        {
            int drop = (int)Math.Clamp((_next / _phases * _stride) - _width - _heldFrom, 0, _heldCount), left = _heldCount - drop;
            float[] target = left + samples.Length > _held.Length ? new float[2 * (left + samples.Length)] : _held;
            _held.AsSpan(drop, left).CopyTo(target);
            (_held, _heldCount, _heldFrom) = (target, left, _heldFrom + drop);
        }
        samples.CopyTo(_held.AsSpan(_heldCount));
        _heldCount += samples.Length;
    }

    // samples up to the limit, as far as all that their filters reach to is held
    private ReadOnlySpan<float> Filter(long limit)
    {
        int count = 0;
        if (_output.Length < limit - _next)
        {
            _output = new float[limit - _next];
        }
        for (; _next < limit; _next++, count++)
        {
            // output number n is filter n mod phases over the input from (n div phases) stride - width on
            long from = (_next / _phases * _stride) - _width - _heldFrom;
            if (from + _taps > _heldCount)
            {
                break;
            }
            ReadOnlySpan<float> inputs = _held.AsSpan((int)from, _taps), filter = _kernel.AsSpan((int)(_next % _phases) * _taps, _taps);
            _output[count] = System.Numerics.Tensors.TensorPrimitives.Dot(inputs, filter);
        }
        return _output.AsSpan(0, count);
    }
}
