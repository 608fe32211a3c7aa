using TorchSharp;
using static TorchSharp.torch;

namespace Wav2Kp.Speech;

/// <summary>
/// Speech features of waveforms, computed as torchaudio 0.13 computes them. A waveform is float32 in -1..1, [T] or
/// [channels, T]. Row i of a feature is centred on sample i * hop: the waveform is reflected at both ends.
/// </summary>
public static class SpeechFeatures
{
    /// <summary>The sample rate that the Speech2Face spectrogram is defined at, Hz.</summary>
    public const int Speech2FaceSampleRate = FeatureParameters.Speech2FaceSampleRate;

    // torchaudio's: the power at which 10 log10 is cut off, and the resampler's low-pass width (zero crossings) and roll-off
    internal const double SmallestPower = 1e-10;
    private const int ZeroCrossings = 6;
    private const double RollOff = 0.99;
    private const long LargestResamplingKernel = 1L << 25;

    // 598 hops: the six seconds whose 599 centred rows the published networks take
    private const int Speech2FaceFft = 512, Speech2FaceHop = 160, Speech2FaceWindow = 400, Speech2FaceSamples = 598 * Speech2FaceHop;
    private const double Speech2FaceExponent = 0.3;

    /// <summary>
    /// Mel-frequency cepstral coefficients: mel power spectrogram, 10 log10 clipped at <see cref="MfccParameters.TopDb"/>
    /// below the maximum of the recording, orthonormal DCT-II.
    /// </summary>
    /// <param name="waveform">float32 [T] or [channels, T] at the parameters' sample rate, longer than half a transform.</param>
    /// <param name="parameters">Window, hop, bands, coefficients.</param>
    /// <returns>float32 [(channels,) coefficients, 1 + T / hop].</returns>
    /// <exception cref="ArgumentException">The waveform is too short or of another shape, or a parameter is out of its range.</exception>
    public static Tensor Mfcc(Tensor waveform, MfccParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Validate();
        using DisposeScope scope = NewDisposeScope();
        Tensor decibels = PowerToDecibels(MelSpectrogram(waveform, parameters, parameters.MelBands));
        Tensor clipped = maximum(decibels, decibels.max() - parameters.TopDb);
        return Cepstrum(clipped, parameters).MoveToOuterDisposeScope();
    }

    /// <summary>The mel power spectrogram: |STFT|² through triangular filters on the HTK mel scale, not normalised.</summary>
    /// <param name="waveform">float32 [T] or [channels, T] at the parameters' sample rate, longer than half a transform.</param>
    /// <param name="parameters">Sample rate, transform length and hop.</param>
    /// <param name="bands">Mel bands (torchaudio's default: 128).</param>
    /// <returns>float32 [(channels,) bands, 1 + T / hop].</returns>
    /// <exception cref="ArgumentException">The waveform is too short or of another shape, or a parameter is out of its range.</exception>
    public static Tensor MelSpectrogram(Tensor waveform, MfccParameters parameters, int bands = 128)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Validate();
        CheckWaveform(waveform, (parameters.FftLength / 2) + 1);
        using DisposeScope scope = NewDisposeScope();
        Tensor filters = MelFilters(parameters.SampleRate, parameters.FftLength, bands, waveform.device);
        return matmul(filters, PowerSpectrogram(waveform, parameters, center: true)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Changes the sample rate by windowed-sinc interpolation (Hann window, 6 zero crossings, roll-off 0.99), as
    /// <c>torchaudio.functional.resample</c> with its defaults.
    /// </summary>
    /// <param name="waveform">float32 [T] or [channels, T].</param>
    /// <param name="from">Its samples per second.</param>
    /// <param name="to">The samples per second wanted.</param>
    /// <returns>float32 [ceil(T * to / from)], with the channels of the input.</returns>
    /// <exception cref="ArgumentException">
    /// A rate is not positive, the waveform is empty, or the two rates have so little in common that the filter bank would
    /// not fit in memory.
    /// </exception>
    public static Tensor Resample(Tensor waveform, int from, int to)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(from);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(to);
        CheckWaveform(waveform, 1);
        if (from == to)
        {
            return waveform.clone();
        }
        (float[] filters, int width, int stride, int phases) = ResamplingKernel(from, to);
        using DisposeScope scope = NewDisposeScope();
        Tensor kernel = tensor(filters, [phases, 1, (2L * width) + stride]).to(waveform.device);

        long length = waveform.shape[^1];
        Tensor channels = waveform.reshape(-1, 1, length);
        Tensor filtered = nn.functional.conv1d(nn.functional.pad(channels, (width, width + stride)), kernel, stride: stride);
        long wanted = (long)(((Int128)length * phases + stride - 1) / stride);
        Tensor interleaved = filtered.transpose(1, 2).reshape(channels.shape[0], -1).narrow(1, 0, wanted);
        long[] shape = [.. waveform.shape[..^1], wanted];
        return interleaved.reshape(shape).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>One filter per output phase, [phases, 2 width + stride]: output n is filter n mod phases over the input from (n div phases) stride - width on.</summary>
    internal static (float[] Filters, int Width, int Stride, int Phases) ResamplingKernel(int from, int to)
    {
        int divisor = (int)System.Numerics.BigInteger.GreatestCommonDivisor(from, to);
        long stride = from / divisor, phases = to / divisor;
        double cutoff = Math.Min(stride, phases) * RollOff;
        long width = (long)Math.Ceiling(ZeroCrossings * stride / cutoff);
        if (phases * ((2 * width) + stride) > LargestResamplingKernel)
        {
            throw new ArgumentException($"Resampling from {from} to {to} Hz needs a filter bank of {phases} x {(2 * width) + stride} values: resample to a rate with a larger common divisor, or decode the file at {to} Hz.");
        }

        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        // in double precision as torchaudio computes it
        Tensor time = (arange(-width, width + stride, dtype: float64) / (double)stride).unsqueeze(0)
                    + (arange(0, -phases, -1, dtype: float64) / (double)phases).unsqueeze(1);
        time = (time * cutoff).clamp(-ZeroCrossings, ZeroCrossings);
        Tensor window = cos(time * (Math.PI / ZeroCrossings / 2)).square();
        Tensor radians = time * Math.PI;
        Tensor sinc = where(radians == 0, ones_like(radians), sin(radians) / radians);
        Tensor kernel = (sinc * window * (cutoff / stride)).to_type(ScalarType.Float32).contiguous();
        return (kernel.data<float>().ToArray(), (int)width, (int)stride, (int)phases);
    }

    /// <summary>
    /// The input of Speech2Face: real and imaginary part of a short-time Fourier transform (Hann 25 ms, hop 10 ms, 512
    /// points) of the first six seconds, each compressed as sgn(x)|x|^0.3. Shorter speech is repeated.
    /// </summary>
    /// <param name="waveform">float32 [T] at <see cref="Speech2FaceSampleRate"/>.</param>
    /// <returns>float32 [599, 257, 2]: time, frequency, (real, imaginary).</returns>
    /// <exception cref="ArgumentException">The waveform is empty or has channels.</exception>
    public static Tensor Speech2FaceSpectrogram(Tensor waveform)
    {
        CheckWaveform(waveform, 1);
        if (waveform.Dimensions != 1)
        {
            throw new ArgumentException("The Speech2Face spectrogram takes one channel, [T].", nameof(waveform));
        }
        using DisposeScope scope = NewDisposeScope();
        long repeats = (Speech2FaceSamples + waveform.shape[0] - 1) / waveform.shape[0];
        Tensor six = (repeats > 1 ? waveform.repeat(repeats) : waveform).narrow(0, 0, Speech2FaceSamples);
        Tensor spectrum = stft(six, Speech2FaceFft, Speech2FaceHop, Speech2FaceWindow,
            hann_window(Speech2FaceWindow, device: waveform.device), return_complex: true);
        Tensor parts = view_as_real(spectrum).transpose(0, 1);
        return (sign(parts) * parts.abs().pow(Speech2FaceExponent)).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>|STFT|²: float32 [(channels,) fft / 2 + 1, rows].</summary>
    internal static Tensor PowerSpectrogram(Tensor waveform, MfccParameters parameters, bool center)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor window = hann_window(parameters.FftLength, device: waveform.device);
        Tensor spectrum = view_as_real(stft(waveform, parameters.FftLength, parameters.HopLength, parameters.FftLength, window, center: center, return_complex: true));
        return spectrum.square().sum(-1).MoveToOuterDisposeScope();
    }

    /// <summary>10 log10 of a power, cut off at <see cref="SmallestPower"/>.</summary>
    internal static Tensor PowerToDecibels(Tensor power)
    {
        using DisposeScope scope = NewDisposeScope();
        return (log10(power.clamp_min(SmallestPower)) * 10).MoveToOuterDisposeScope();
    }

    /// <summary>The orthonormal DCT-II over the bands: [(channels,) bands, rows] to [(channels,) coefficients, rows].</summary>
    internal static Tensor Cepstrum(Tensor decibels, MfccParameters parameters)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor transform = tensor(CosineMatrix(parameters), parameters.Coefficients, parameters.MelBands, device: decibels.device);
        return matmul(transform, decibels).MoveToOuterDisposeScope();
    }

    /// <summary>The orthonormal DCT-II, [coefficients, bands] row-major.</summary>
    internal static float[] CosineMatrix(MfccParameters parameters)
    {
        int bands = parameters.MelBands;
        float[] matrix = new float[parameters.Coefficients * bands];
        for (int k = 0; k < parameters.Coefficients; k++)
        {
            double scale = Math.Sqrt((k == 0 ? 1.0 : 2.0) / bands);
            for (int n = 0; n < bands; n++)
            {
                matrix[(k * bands) + n] = (float)(scale * Math.Cos(Math.PI / bands * (n + 0.5) * k));
            }
        }
        return matrix;
    }

    /// <summary>Triangular filters, evenly spaced on the HTK mel scale from 0 Hz to half the sample rate: [bands, fft / 2 + 1].</summary>
    internal static Tensor MelFilters(int sampleRate, int fftLength, int bands, Device device)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bands);
        using DisposeScope scope = NewDisposeScope();
        // single precision throughout, as torchaudio: where a filter's edge nearly meets a bin its rounding shows
        double nyquist = sampleRate / 2, highestMel = 2595 * Math.Log10(1 + (nyquist / 700));
        Tensor frequencies = linspace(0, nyquist, (fftLength / 2) + 1, dtype: float32);
        Tensor edges = 700 * (pow(tensor(10f), linspace(0, highestMel, bands + 2, dtype: float32) / 2595) - 1);
        Tensor widths = edges.narrow(0, 1, bands + 1) - edges.narrow(0, 0, bands + 1);
        Tensor slopes = edges.unsqueeze(1) - frequencies.unsqueeze(0);
        Tensor falling = slopes.narrow(0, 2, bands) / widths.narrow(0, 1, bands).unsqueeze(1);
        Tensor rising = -slopes.narrow(0, 0, bands) / widths.narrow(0, 0, bands).unsqueeze(1);
        return minimum(rising, falling).clamp_min(0).to(device).MoveToOuterDisposeScope();
    }

    private static void CheckWaveform(Tensor waveform, long shortest)
    {
        ArgumentNullException.ThrowIfNull(waveform);
        if (waveform.dtype != ScalarType.Float32 || waveform.Dimensions is < 1 or > 2)
        {
            throw new ArgumentException($"A waveform is float32 [T] or [channels, T], not {waveform.dtype} [{string.Join(", ", waveform.shape)}].", nameof(waveform));
        }
        if (waveform.shape[^1] < shortest)
        {
            throw new ArgumentException($"The waveform has {waveform.shape[^1]} samples, but at least {shortest} are needed.", nameof(waveform));
        }
    }
}
