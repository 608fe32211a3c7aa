using System.Text.Json.Serialization;

namespace FFMpegCore;

/// <summary>All frames of a file.</summary>
public class FFProbeFrames : IProbeResult
{
    /// <summary>The frames in the order of the file.</summary>
    [JsonPropertyName("frames")]
    public List<FFProbeFrameAnalysis> Frames { get; set; } = [];

    IReadOnlyList<string> IProbeResult.ErrorData { get; set; } = [];
}
