using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wav2Kp.Speech;

/// <summary>What a feature file holds and how it is computed. Its JSON is part of the file and of the object's key.</summary>
public sealed record FeatureParameters
{
    /// <summary>The version of the computation that this code performs.</summary>
    public const int CurrentVersion = 1;

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
        if (Version != CurrentVersion)
        {
            throw new ArgumentException($"Features of version {Version} are asked for, but this Wav2Kp computes version {CurrentVersion}.");
        }
        Mfcc.Validate();
        if (MelSpectrogramBands is < 1 or > 1_024)
        {
            throw new ArgumentException($"MelSpectrogramBands is {MelSpectrogramBands}, but must be between 1 and 1,024.");
        }
        if (Speech2Face && Mfcc.SampleRate != SpeechFeatures.Speech2FaceSampleRate)
        {
            throw new ArgumentException($"The Speech2Face spectrogram is defined at {SpeechFeatures.Speech2FaceSampleRate} Hz, not at {Mfcc.SampleRate} Hz.");
        }
    }

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
