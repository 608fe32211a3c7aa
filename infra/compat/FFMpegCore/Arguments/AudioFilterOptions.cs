using System.Globalization;

namespace FFMpegCore.Arguments;

/// <summary>The chain of audio filters of an output.</summary>
public class AudioFilterOptions
{
    /// <summary>The filters in their order.</summary>
    public List<IAudioFilterArgument> Arguments { get; } = [];

    /// <summary>Mixes channels: a layout and an expression for each of its channels.</summary>
    public AudioFilterOptions Pan(string channelLayout, params string[] outputDefinitions) =>
        Add("pan", string.Join('|', [channelLayout, .. outputDefinitions]).Replace("\"", "\\\"", StringComparison.Ordinal));

    /// <summary>Mixes channels: their number and an expression for each of them.</summary>
    public AudioFilterOptions Pan(int channels, params string[] outputDefinitions) => Pan($"{channels}c", outputDefinitions);

    /// <summary>Evens out loudness (<c>dynaudnorm</c>).</summary>
    public AudioFilterOptions DynamicNormalizer(
        int frameLength = 500,
        int filterWindow = 31,
        double targetPeak = 0.95,
        double gainFactor = 10.0,
        double targetRms = 0.0,
        bool channelCoupling = true,
        bool enableDcBiasCorrection = false,
        bool enableAlternativeBoundary = false,
        double compressorFactor = 0.0) =>
        Add("dynaudnorm", string.Create(
            CultureInfo.InvariantCulture,
            $"f={frameLength}:g={filterWindow}:p={targetPeak}:m={gainFactor}:r={targetRms}:n={Flag(channelCoupling)}:c={Flag(enableDcBiasCorrection)}:b={Flag(enableAlternativeBoundary)}:s={compressorFactor}"));

    /// <summary>Lets pass what lies above a frequency in Hz.</summary>
    public AudioFilterOptions HighPass(
        double frequency = 3000,
        int poles = 2,
        string width_type = "q",
        double width = 0.707,
        double mix = 1,
        string channels = "",
        bool normalize = false,
        string transform = "",
        string precision = "auto",
        int? blocksize = null) =>
        Add("highpass", Biquad(frequency, poles, width_type, width, mix, channels, normalize, transform, precision, blocksize));

    /// <summary>Lets pass what lies below a frequency in Hz.</summary>
    public AudioFilterOptions LowPass(
        double frequency = 3000,
        int poles = 2,
        string width_type = "q",
        double width = 0.707,
        double mix = 1,
        string channels = "",
        bool normalize = false,
        string transform = "",
        string precision = "auto",
        int? blocksize = null) =>
        Add("lowpass", Biquad(frequency, poles, width_type, width, mix, channels, normalize, transform, precision, blocksize));

    /// <summary>Silences what is quieter than a threshold.</summary>
    public AudioFilterOptions AudioGate(
        double level_in = 1,
        string mode = "downward",
        double range = 0.06125,
        double threshold = 0.125,
        int ratio = 2,
        double attack = 20,
        double release = 250,
        int makeup = 1,
        double knee = 2.828427125,
        string detection = "rms",
        string link = "average") =>
        Add("agate", string.Create(
            CultureInfo.InvariantCulture,
            $"level_in={level_in}:mode={mode}:range={range}:threshold={threshold}:ratio={ratio}:attack={attack}:release={release}:makeup={makeup}:knee={knee}:detection={detection}:link={link}"));

    /// <summary>Reports silences on stderr; <paramref name="noise"/> is below full scale in dB, or a ratio with <c>ar</c>.</summary>
    public AudioFilterOptions SilenceDetect(string noise_type = "db", double noise = 60, double duration = 2, bool mono = false)
    {
        string level = noise_type switch
        {
            "db" => string.Create(CultureInfo.InvariantCulture, $"{-Math.Abs(noise)}dB"),
            "ar" => string.Create(CultureInfo.InvariantCulture, $"{noise}"),
            _ => throw new ArgumentOutOfRangeException(nameof(noise_type), noise_type, "The noise type is 'db' or 'ar'."),
        };
        return Add("silencedetect", string.Create(CultureInfo.InvariantCulture, $"n={level}:d={duration}:m={Flag(mono)}"));
    }

    private static string Biquad(
        double frequency, int poles, string widthType, double width, double mix, string channels, bool normalize, string transform, string precision, int? blockSize)
    {
        if (poles is not (1 or 2))
        {
            throw new ArgumentOutOfRangeException(nameof(poles), poles, "A filter has one pole or two.");
        }
        var text = new System.Text.StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"f={frequency}:p={poles}:t={widthType}:w={width}:m={mix}");
        if (channels.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $":c={channels}");
        }
        text.Append(CultureInfo.InvariantCulture, $":n={Flag(normalize)}");
        if (transform.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $":a={transform}");
        }
        text.Append(CultureInfo.InvariantCulture, $":r={precision}");
        if (blockSize is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $":b={blockSize}");
        }
        return text.ToString();
    }

    private static int Flag(bool value) => value ? 1 : 0;

    private AudioFilterOptions Add(string key, string value)
    {
        Arguments.Add(new FilterArgument(key, value));
        return this;
    }
}
