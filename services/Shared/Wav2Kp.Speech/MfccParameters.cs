namespace Wav2Kp.Speech;

/// <summary>
/// How MFCCs are computed; the defaults are those of <c>torchaudio.transforms.MFCC(16000, melkwargs={"n_mels": 40})</c>
/// and of the published WAV2KP.
/// </summary>
public sealed record MfccParameters
{
    /// <summary>Samples per second of the waveform, Hz.</summary>
    public int SampleRate { get; init; } = 16_000;

    /// <summary>Length of the Fourier transform and of its periodic Hann window, samples (<c>n_fft</c>).</summary>
    public int FftLength { get; init; } = 400;

    /// <summary>Samples from one row to the next (<c>hop_length</c>).</summary>
    public int HopLength { get; init; } = 200;

    /// <summary>Bands of the mel filterbank, from 0 Hz to half the sample rate on the HTK scale (<c>n_mels</c>).</summary>
    public int MelBands { get; init; } = 40;

    /// <summary>Coefficients kept of the DCT-II (<c>n_mfcc</c>), at most <see cref="MelBands"/>.</summary>
    public int Coefficients { get; init; } = 40;

    /// <summary>How far below the loudest value of the recording the levels may fall before they are clipped, dB (<c>top_db</c>).</summary>
    public double TopDb { get; init; } = 80;

    /// <summary>Checks the values against each other.</summary>
    /// <exception cref="ArgumentException">One is out of its range: the message says which.</exception>
    public void Validate()
    {
        if (Fault() is { } fault)
        {
            throw new ArgumentException(fault.ToString());
        }
    }

    /// <summary>The first value that is out of its range; null where none is.</summary>
    public ParameterFault? Fault() => this switch
    {
        { SampleRate: < 1_000 or > 768_000 } => new(nameof(SampleRate), SampleRate, "between 1,000 and 768,000 Hz"),
        { FftLength: < 16 or > 65_536 } => new(nameof(FftLength), FftLength, "between 16 and 65,536 samples"),
        _ when HopLength < 1 || HopLength > FftLength => new(nameof(HopLength), HopLength, $"between 1 and the transform's {FftLength} samples", nameof(FftLength)),
        { MelBands: < 1 or > 1_024 } => new(nameof(MelBands), MelBands, "between 1 and 1,024"),
        _ when Coefficients < 1 || Coefficients > MelBands => new(nameof(Coefficients), Coefficients, $"between 1 and the {MelBands} mel bands", nameof(MelBands)),
        _ when !double.IsFinite(TopDb) || TopDb <= 0 => new(nameof(TopDb), TopDb, "a positive number of dB"),
        _ => null,
    };
}
