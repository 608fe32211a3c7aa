using System.Text;
using System.Text.Json.Serialization;
using FFMpegCore.Enums;

namespace FFMpegCore;

/// <summary>Where ffmpeg is and how it is run.</summary>
public class FFOptions : ICloneable
{
    /// <summary>The folder that ffmpeg starts in; empty for this process's own.</summary>
    public string WorkingDirectory { get; set; } = string.Empty;

    /// <summary>The folder of ffmpeg and ffprobe; empty to look on the PATH.</summary>
    public string BinaryFolder { get; set; } = string.Empty;

    /// <summary>The folder for lists and metadata that ffmpeg reads from files.</summary>
    public string TemporaryFilesFolder { get; set; } = Path.GetTempPath();

    /// <summary>The web name of <see cref="Encoding"/>.</summary>
    public string EncodingWebName { get; set; } = Encoding.Default.WebName;

    /// <summary>The encoding of what ffmpeg prints.</summary>
    [JsonIgnore]
    public Encoding Encoding
    {
        get => Encoding.GetEncoding(EncodingWebName);
        set => EncodingWebName = value.WebName;
    }

    /// <summary>How much ffmpeg writes to stderr; ffmpeg's default when null.</summary>
    public FFMpegLogLevel? LogLevel { get; set; }

    /// <summary>File extensions by format name, where they differ from the name.</summary>
    public Dictionary<string, string> ExtensionOverrides { get; set; } = new() { ["mpegts"] = ".ts" };

    /// <summary>Whether ffmpeg's lists of codecs and formats are read once only.</summary>
    public bool UseCache { get; set; } = true;

    /// <summary>A copy that can be changed alone.</summary>
    public FFOptions Clone() => new()
    {
        WorkingDirectory = WorkingDirectory,
        BinaryFolder = BinaryFolder,
        TemporaryFilesFolder = TemporaryFilesFolder,
        EncodingWebName = EncodingWebName,
        LogLevel = LogLevel,
        ExtensionOverrides = new Dictionary<string, string>(ExtensionOverrides),
        UseCache = UseCache,
    };

    object ICloneable.Clone() => Clone();
}
