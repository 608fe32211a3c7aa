using FFMpegCore.Enums;

namespace FFMpegCore;

/// <summary>One stream of a container.</summary>
public abstract class MediaStream : ITagsContainer
{
    /// <summary>Its index among all streams.</summary>
    public int Index { get; set; }

    /// <summary>The codec's name; empty when ffprobe does not know it.</summary>
    public string CodecName { get; set; } = string.Empty;

    /// <summary>The codec's full name.</summary>
    public string CodecLongName { get; set; } = string.Empty;

    /// <summary>The codec's tag as characters.</summary>
    public string CodecTagString { get; set; } = string.Empty;

    /// <summary>The codec's tag as a hexadecimal number.</summary>
    public string CodecTag { get; set; } = string.Empty;

    /// <summary>Bits per second; 0 when unknown.</summary>
    public long BitRate { get; set; }

    /// <summary>The time of its first packet.</summary>
    public TimeSpan StartTime { get; set; }

    /// <summary>How long it plays; zero when unknown.</summary>
    public TimeSpan Duration { get; set; }

    /// <summary>The language tag.</summary>
    public string? Language { get; set; }

    /// <summary>What the stream is for, by ffprobe's names.</summary>
    public Dictionary<string, bool>? Disposition { get; set; }

    /// <summary>Bits per raw sample.</summary>
    public int? BitDepth { get; set; }

    /// <inheritdoc/>
    public Dictionary<string, string>? Tags { get; set; }

    /// <summary>What the installed ffmpeg can do with the codec.</summary>
    public Codec GetCodecInfo() => FFMpeg.GetCodec(CodecName);
}
