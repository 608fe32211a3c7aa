using System.Globalization;
using TorchSharp;
using Wav2Kp.Media;
using static TorchSharp.torch;

namespace Wav2Kp.Speech;

/// <summary>
/// The speech features of one recording: <c>features.safetensors</c> with <c>mfcc</c> [rows, coefficients] and <c>mel</c>
/// [rows, bands] (power), both float32, and <c>speech2face</c> [599, 257, 2] if asked for. Row i belongs to the instant
/// i * hop / sample rate.
/// </summary>
public sealed class FeatureFile
{
    // rows transformed at a time: an hour of speech needs no more memory for its spectra than 50 seconds
    private const int RowsAtATime = 4096;
    private const string MfccName = "mfcc", MelName = "mel", Speech2FaceName = "speech2face";

    private FeatureFile(FeatureParameters parameters, long samples, int rows, float[] mfcc, float[] mel, float[]? speech2Face)
    {
        Parameters = parameters;
        Samples = samples;
        Rows = rows;
        Mfcc = mfcc;
        Mel = mel;
        Speech2Face = speech2Face;
    }

    /// <summary>What was computed and how.</summary>
    public FeatureParameters Parameters { get; }

    /// <summary>Samples of the waveform at the parameters' sample rate.</summary>
    public long Samples { get; }

    /// <summary>Rows of <see cref="Mfcc"/> and <see cref="Mel"/>: 1 + samples / hop.</summary>
    public int Rows { get; }

    /// <summary>Coefficients in a row of <see cref="Mfcc"/>.</summary>
    public int Coefficients => Parameters.Mfcc.Coefficients;

    /// <summary>Rows per second, exactly: sample rate / hop.</summary>
    public Rational RowsPerSecond => new(Parameters.Mfcc.SampleRate, Parameters.Mfcc.HopLength);

    /// <summary>The length of the recording in seconds, exactly.</summary>
    public Rational Duration => new(Samples, Parameters.Mfcc.SampleRate);

    /// <summary>MFCCs, [rows, coefficients] row-major, dB.</summary>
    public float[] Mfcc { get; }

    /// <summary>Mel power spectrogram, [rows, bands] row-major; empty if it was not read.</summary>
    public float[] Mel { get; }

    /// <summary>The Speech2Face spectrogram [599, 257, 2], if it was asked for.</summary>
    public float[]? Speech2Face { get; }

    /// <summary>Computes the features of a WAV file and writes them; the file appears when it is complete.</summary>
    /// <param name="wavPath">The recording; resampled if its rate is not the parameters' rate.</param>
    /// <param name="featuresPath">Where to write, in an existing folder.</param>
    /// <param name="parameters">What to compute.</param>
    /// <param name="cancellationToken">Stops between pieces of about 50 s of speech.</param>
    /// <exception cref="InputRejectedException">The recording is too short to have a single row (12.5 ms).</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static async Task<FeatureFile> ExtractAsync(string wavPath, string featuresPath, FeatureParameters parameters, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Validate();
        return await Task.Run(
            () =>
            {
                (float[] samples, int rate) = WavFile.Read(wavPath);
                if (rate != parameters.Mfcc.SampleRate)
                {
                    samples = Resample(samples, rate, parameters.Mfcc.SampleRate);
                }
                FeatureFile features = Compute(samples, parameters, cancellationToken);
                features.Save(featuresPath);
                return features;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Computes the features of a waveform at the parameters' sample rate.</summary>
    /// <param name="samples">The waveform, -1 to 1.</param>
    /// <param name="parameters">What to compute.</param>
    /// <param name="cancellationToken">Looked at before each part of the work.</param>
    /// <param name="mfccAlone">Computes only the MFCCs: all that a network of speech needs, half of the time.</param>
    /// <exception cref="InputRejectedException">The waveform is too short to have a single row.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static FeatureFile Compute(float[] samples, FeatureParameters parameters, CancellationToken cancellationToken = default, bool mfccAlone = false)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Validate();
        MfccParameters mfcc = parameters.Mfcc;
        if (samples.Length <= mfcc.FftLength / 2)
        {
            throw new InputRejectedException(RejectionCodes.NoAudio, string.Create(CultureInfo.InvariantCulture,
                $"The audio track holds {samples.Length * 1000.0 / mfcc.SampleRate:0.#} ms of sound, too short for speech: record at least a second."));
        }
        cancellationToken.ThrowIfCancellationRequested();
        int rows = 1 + (samples.Length / mfcc.HopLength), bands = mfccAlone ? 0 : parameters.MelSpectrogramBands;
        float[] coefficients = new float[rows * mfcc.Coefficients], mel = new float[rows * bands];
        if (FastTransform.Supports(mfcc.FftLength))
        {
            new MfccTransform(mfcc, bands).Compute(samples, coefficients, mfccAlone ? null : mel);
        }
        else
        {
            ComputeByTensors(samples, mfcc, bands, coefficients, mel, cancellationToken);
        }
        cancellationToken.ThrowIfCancellationRequested();
        float[]? speech2Face = parameters.Speech2Face && !mfccAlone ? Speech2FaceOf(samples) : null;
        return new FeatureFile(parameters, samples.Length, rows, coefficients, mel, speech2Face);
    }

    /// <summary>
    /// The same speech with the levels of its mel bands raised to a floor, so that they do not hang on how loud the loudest of the
    /// recording is (<see cref="MfccParameters.TopDb"/>) wherever the floor is higher than that: as it is heard live. MFCCs alone.
    /// </summary>
    /// <param name="decibels">The floor.</param>
    /// <exception cref="InvalidOperationException">The parameters keep fewer coefficients than bands.</exception>
    /// <exception cref="ArgumentException">The parameters' transform is not one that <see cref="FastTransform"/> supports.</exception>
    public FeatureFile WithFloor(double decibels)
    {
        float[] raised = [.. Mfcc];
        new MfccTransform(Parameters.Mfcc).Raise(raised, (float)decibels);
        return new FeatureFile(Parameters, Samples, Rows, raised, [], null);
    }

    /// <summary>Writes the file; it appears when it is complete.</summary>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    /// <exception cref="InvalidOperationException">They were read without their mel spectrogram.</exception>
    public void Save(string path)
    {
        if (Mel.Length != Rows * Parameters.MelSpectrogramBands)
        {
            throw new InvalidOperationException("Only the MFCCs of these features were read: they cannot be saved whole.");
        }
        List<SafetensorsTensor> tensors =
        [
            SafetensorsTensor.FromFloats(MfccName, [Rows, Coefficients], Mfcc),
            SafetensorsTensor.FromFloats(MelName, [Rows, Parameters.MelSpectrogramBands], Mel),
        ];
        if (Speech2Face is not null)
        {
            tensors.Add(SafetensorsTensor.FromFloats(Speech2FaceName, [599, 257, 2], Speech2Face));
        }
        SafetensorsFile.Write(path, tensors, new Dictionary<string, string>
        {
            ["version"] = Parameters.Version.ToString(CultureInfo.InvariantCulture),
            ["sample_rate"] = Parameters.Mfcc.SampleRate.ToString(CultureInfo.InvariantCulture),
            ["hop_length"] = Parameters.Mfcc.HopLength.ToString(CultureInfo.InvariantCulture),
            ["n_fft"] = Parameters.Mfcc.FftLength.ToString(CultureInfo.InvariantCulture),
            ["samples"] = Samples.ToString(CultureInfo.InvariantCulture),
            ["parameters"] = Parameters.ToJson(),
        });
    }

    /// <summary>Reads a file that <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mfccAlone">Keeps only the MFCCs: a fifth of the memory, for hours of speech.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="InvalidDataException">It is damaged, holds no features, or is of a version that this code does not know.</exception>
    public static FeatureFile Load(string path, bool mfccAlone = false)
    {
        SafetensorsFile file = SafetensorsFile.Read(path);
        string name = Path.GetFileName(path);
        if (!file.Metadata.TryGetValue("parameters", out string? json) || !file.Metadata.TryGetValue("samples", out string? samplesText)
            || !long.TryParse(samplesText, NumberStyles.None, CultureInfo.InvariantCulture, out long samples))
        {
            throw new InvalidDataException($"'{name}' does not say how it was computed: it is not a feature file of Wav2Kp. Extract the features again.");
        }
        FeatureParameters parameters = FeatureParameters.FromJson(json);
        if (parameters.Version != FeatureParameters.CurrentVersion)
        {
            throw new InvalidDataException($"'{name}' holds features of version {parameters.Version}, this Wav2Kp reads version {FeatureParameters.CurrentVersion}: extract the features again.");
        }
        long rows = 1 + (samples / parameters.Mfcc.HopLength);
        float[] mfcc = Values(MfccName, [rows, parameters.Mfcc.Coefficients]);
        float[] mel = mfccAlone ? [] : Values(MelName, [rows, parameters.MelSpectrogramBands]);
        float[]? speech2Face = parameters.Speech2Face && !mfccAlone ? Values(Speech2FaceName, [599, 257, 2]) : null;
        return new FeatureFile(parameters, samples, (int)rows, mfcc, mel, speech2Face);

        float[] Values(string tensorName, long[] shape)
        {
            SafetensorsTensor tensor = file[tensorName];
            return tensor.Shape.AsSpan().SequenceEqual(shape)
                ? tensor.As<float>().ToArray()
                : throw new InvalidDataException($"'{name}': '{tensorName}' is [{string.Join(", ", tensor.Shape)}], but {samples} samples make [{string.Join(", ", shape)}]. Extract the features again.");
        }
    }

    // for Fourier transforms of lengths that MfccTransform does not know
    private static void ComputeByTensors(float[] samples, MfccParameters mfcc, int bands, float[] coefficients, float[] mel, CancellationToken cancellationToken)
    {
        int rows = 1 + (samples.Length / mfcc.HopLength);
        float[] padded = ReflectEnds(samples, mfcc.FftLength / 2), decibels = new float[rows * mfcc.MelBands];
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor mfccFilters = SpeechFeatures.MelFilters(mfcc.SampleRate, mfcc.FftLength, mfcc.MelBands, CPU);
        Tensor? melFilters = bands == 0 ? null : SpeechFeatures.MelFilters(mfcc.SampleRate, mfcc.FftLength, bands, CPU);
        for (int first = 0; first < rows; first += RowsAtATime)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using DisposeScope piece = NewDisposeScope();
            int count = Math.Min(RowsAtATime, rows - first);
            Memory<float> span = padded.AsMemory(first * mfcc.HopLength, ((count - 1) * mfcc.HopLength) + mfcc.FftLength);
            Tensor power = SpeechFeatures.PowerSpectrogram(tensor(span, [span.Length]), mfcc, center: false);
            if (melFilters is not null)
            {
                CopyRows(matmul(melFilters, power), mel, first * bands);
            }
            CopyRows(SpeechFeatures.PowerToDecibels(matmul(mfccFilters, power)), decibels, first * mfcc.MelBands);
        }
        float floor = (float)(decibels.Max() - mfcc.TopDb);
        Tensor clipped = tensor(decibels, rows, mfcc.MelBands).clamp_min(floor);
        CopyRows(SpeechFeatures.Cepstrum(clipped.transpose(0, 1), mfcc), coefficients, 0);
    }

    private static float[] Speech2FaceOf(float[] samples)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return SpeechFeatures.Speech2FaceSpectrogram(tensor(samples)).data<float>().ToArray();
    }

    private static float[] Resample(float[] samples, int from, int to)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return SpeechFeatures.Resample(tensor(samples), from, to).data<float>().ToArray();
    }

    // the ends mirrored without repeating the end itself, as PyTorch's "reflect" padding
    private static float[] ReflectEnds(float[] samples, int length)
    {
        float[] padded = new float[samples.Length + (2 * length)];
        samples.CopyTo(padded, length);
        for (int i = 1; i <= length; i++)
        {
            padded[length - i] = samples[i];
            padded[length + samples.Length - 1 + i] = samples[^(1 + i)];
        }
        return padded;
    }

    // [columns, rows] of a tensor as rows of the array
    private static void CopyRows(Tensor transposed, float[] destination, int offset)
    {
        using Tensor rows = transposed.transpose(0, 1).contiguous();
        rows.data<float>().CopyTo(destination.AsSpan(offset));
    }
}
