using System.Text.Json.Serialization;

namespace FFMpegCore;

/// <summary>One packet as ffprobe reports it. Time stamps are in the stream's time base, times in hours, minutes and seconds.</summary>
public class FFProbePacketAnalysis
{
    /// <summary>video, audio or subtitle</summary>
    [JsonPropertyName("codec_type")]
    public string CodecType { get; set; } = string.Empty;

    /// <summary>The stream's index.</summary>
    [JsonPropertyName("stream_index")]
    public int StreamIndex { get; set; }

    /// <summary>Presentation time stamp.</summary>
    [JsonPropertyName("pts")]
    public long Pts { get; set; }

    /// <summary><see cref="Pts"/> as a time.</summary>
    [JsonPropertyName("pts_time")]
    public string PtsTime { get; set; } = string.Empty;

    /// <summary>Decoding time stamp.</summary>
    [JsonPropertyName("dts")]
    public long Dts { get; set; }

    /// <summary><see cref="Dts"/> as a time.</summary>
    [JsonPropertyName("dts_time")]
    public string DtsTime { get; set; } = string.Empty;

    /// <summary>Duration.</summary>
    [JsonPropertyName("duration")]
    public int Duration { get; set; }

    /// <summary><see cref="Duration"/> as a time.</summary>
    [JsonPropertyName("duration_time")]
    public string DurationTime { get; set; } = string.Empty;

    /// <summary>Size in bytes.</summary>
    [JsonPropertyName("size")]
    public int Size { get; set; }

    /// <summary>Byte offset in the file.</summary>
    [JsonPropertyName("pos")]
    public long Pos { get; set; }

    /// <summary>K for a key frame, D for one to be dropped.</summary>
    [JsonPropertyName("flags")]
    public string Flags { get; set; } = string.Empty;
}
