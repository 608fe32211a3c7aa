namespace FFMpegCore;

/// <summary>A container.</summary>
public class MediaFormat : ITagsContainer
{
    /// <summary>How long it plays.</summary>
    public TimeSpan Duration { get; set; }

    /// <summary>The time of its first packet.</summary>
    public TimeSpan StartTime { get; set; }

    /// <summary>ffmpeg's names of the format, separated by commas.</summary>
    public string FormatName { get; set; } = string.Empty;

    /// <summary>The format's full name.</summary>
    public string FormatLongName { get; set; } = string.Empty;

    /// <summary>Number of streams.</summary>
    public int StreamCount { get; set; }

    /// <summary>How sure ffprobe is of the format: 0 to 100.</summary>
    public double ProbeScore { get; set; }

    /// <summary>Bits per second.</summary>
    public double BitRate { get; set; }

    /// <inheritdoc/>
    public Dictionary<string, string>? Tags { get; set; }
}
