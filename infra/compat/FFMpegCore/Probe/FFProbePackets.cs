using System.Text.Json.Serialization;

namespace FFMpegCore;

/// <summary>All packets of a file.</summary>
public class FFProbePackets : IProbeResult
{
    /// <summary>The packets in the order of the file.</summary>
    [JsonPropertyName("packets")]
    public List<FFProbePacketAnalysis> Packets { get; set; } = [];

    IReadOnlyList<string> IProbeResult.ErrorData { get; set; } = [];
}
