using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wav2Kp.Speech;

/// <summary>What a feature file holds and how it is computed. Its JSON is part of the file and of the object's key.</summary>
public sealed record FeatureParameters
{
    /// <summary>The version of the computation that this code performs.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The sample rate of the Speech2Face spectrogram, Hz.</summary>
    internal const int Speech2FaceSampleRate = 16_000;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>The version of the computation; a file of another version is computed anew.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>How the MFCCs are computed.</summary>
    public MfccParameters Mfcc { get; init; } = new();

    /// <summary>Bands of the mel power spectrogram stored beside them (same transform, hop and scale).</summary>
    public int MelSpectrogramBands { get; init; } = 128;

    /// <summary>Whether the Speech2Face spectrogram of the first six seconds is stored too (1.2 MB).</summary>
    public bool Speech2Face { get; init; }

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">One is out of its range.</exception>
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
        { Version: not CurrentVersion } => new(nameof(Version), Version, $"{CurrentVersion}, which this Wav2Kp computes"),
        _ when Mfcc.Fault() is { } fault => fault.Of(nameof(Mfcc)),
        { MelSpectrogramBands: < 1 or > 1_024 } => new(nameof(MelSpectrogramBands), MelSpectrogramBands, "between 1 and 1,024"),
        { Speech2Face: true, Mfcc.SampleRate: not Speech2FaceSampleRate } =>
            new(nameof(Speech2Face), Speech2Face, $"false at {Mfcc.SampleRate} Hz: that spectrogram is defined at {Speech2FaceSampleRate} Hz", $"{nameof(Mfcc)}.{nameof(MfccParameters.SampleRate)}"),
        _ => null,
    };

    /// <summary>One line of JSON, the same for equal parameters.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is not such JSON.</exception>
    public static FeatureParameters FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<FeatureParameters>(json, s_json) ?? throw new InvalidDataException("The feature parameters are empty.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The feature parameters cannot be read: {exception.Message}", exception);
        }
    }
}
