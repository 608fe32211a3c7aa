using System.Text.Json.Serialization;

namespace Wav2Kp.Faces.Evaluation;

/// <summary>How a network does on clips, detected and tracked as the platform does it.</summary>
public sealed record ClipFigures
{
    /// <summary>What it is called.</summary>
    [JsonPropertyName("network")]
    public required string Network { get; init; }

    /// <summary>How many clips there are.</summary>
    [JsonPropertyName("clips")]
    public required int Clips { get; init; }

    /// <summary>How many frames they have.</summary>
    [JsonPropertyName("frames")]
    public required int Frames { get; init; }

    /// <summary>The share of frames with a face.</summary>
    [JsonPropertyName("found_rate")]
    public required double FoundRate { get; init; }

    /// <summary>The share of clips whose very first frame has a face.</summary>
    [JsonPropertyName("first_frame_rate")]
    public required double FirstFrameRate { get; init; }

    /// <summary>Frames a second from decoded pixels to filtered points, detection and tracking included, with as many clips at a time as there are processors.</summary>
    [JsonPropertyName("fps")]
    public required double Fps { get; init; }

    /// <summary>The mean distance that a point of the lips moves from one to the next of the first five frames, px: people are silent then.</summary>
    [JsonPropertyName("lip_jitter_px")]
    public required double LipJitter { get; init; }

    /// <summary>The same of the network's own answers in the crop of the frame before, without tracking's filter, px.</summary>
    [JsonPropertyName("lip_jitter_unfiltered_px")]
    public required double LipJitterUnfiltered { get; init; }
}
