using System.Text.Json.Serialization;

namespace FFMpegCore;

/// <summary>One frame as ffprobe reports it. Time stamps are in the stream's time base, times in hours, minutes and seconds.</summary>
public class FFProbeFrameAnalysis
{
    /// <summary>video or audio</summary>
    [JsonPropertyName("media_type")]
    public string MediaType { get; set; } = string.Empty;

    /// <summary>The stream's index.</summary>
    [JsonPropertyName("stream_index")]
    public int StreamIndex { get; set; }

    /// <summary>1 for a key frame.</summary>
    [JsonPropertyName("key_frame")]
    public int KeyFrame { get; set; }

    /// <summary>Presentation time stamp of the packet, where this ffprobe reports it.</summary>
    [JsonPropertyName("pkt_pts")]
    public long PacketPts { get; set; }

    /// <summary><see cref="PacketPts"/> as a time.</summary>
    [JsonPropertyName("pkt_pts_time")]
    public string PacketPtsTime { get; set; } = string.Empty;

    /// <summary>Decoding time stamp of the packet.</summary>
    [JsonPropertyName("pkt_dts")]
    public long PacketDts { get; set; }

    /// <summary><see cref="PacketDts"/> as a time.</summary>
    [JsonPropertyName("pkt_dts_time")]
    public string PacketDtsTime { get; set; } = string.Empty;

    /// <summary>The time stamp that ffmpeg shows the frame at.</summary>
    [JsonPropertyName("best_effort_timestamp")]
    public long BestEffortTimestamp { get; set; }

    /// <summary><see cref="BestEffortTimestamp"/> as a time.</summary>
    [JsonPropertyName("best_effort_timestamp_time")]
    public string BestEffortTimestampTime { get; set; } = string.Empty;

    /// <summary>Duration of the packet.</summary>
    [JsonPropertyName("pkt_duration")]
    public int PacketDuration { get; set; }

    /// <summary><see cref="PacketDuration"/> as a time.</summary>
    [JsonPropertyName("pkt_duration_time")]
    public string PacketDurationTime { get; set; } = string.Empty;

    /// <summary>The packet's byte offset in the file.</summary>
    [JsonPropertyName("pkt_pos")]
    public long PacketPosition { get; set; }

    /// <summary>The packet's size in bytes.</summary>
    [JsonPropertyName("pkt_size")]
    public int PacketSize { get; set; }

    /// <summary>Width in pixels.</summary>
    [JsonPropertyName("width")]
    public long Width { get; set; }

    /// <summary>Height in pixels.</summary>
    [JsonPropertyName("height")]
    public long Height { get; set; }

    /// <summary>ffmpeg's name of the pixel format.</summary>
    [JsonPropertyName("pix_fmt")]
    public string PixelFormat { get; set; } = string.Empty;

    /// <summary>I, P or B.</summary>
    [JsonPropertyName("pict_type")]
    public string PictureType { get; set; } = string.Empty;

    /// <summary>Its number in the order of the bit stream.</summary>
    [JsonPropertyName("coded_picture_number")]
    public long CodedPictureNumber { get; set; }

    /// <summary>Its number in the order of display.</summary>
    [JsonPropertyName("display_picture_number")]
    public long DisplayPictureNumber { get; set; }

    /// <summary>1 when interlaced.</summary>
    [JsonPropertyName("interlaced_frame")]
    public int InterlacedFrame { get; set; }

    /// <summary>1 when the top field comes first.</summary>
    [JsonPropertyName("top_field_first")]
    public int TopFieldFirst { get; set; }

    /// <summary>How often the picture is repeated.</summary>
    [JsonPropertyName("repeat_pict")]
    public int RepeatPicture { get; set; }

    /// <summary>Where chroma samples lie.</summary>
    [JsonPropertyName("chroma_location")]
    public string ChromaLocation { get; set; } = string.Empty;
}
