using System.Text.Json.Serialization;

namespace Wav2Kp.Faces.Evaluation;

/// <summary>How surely, how steadily and how fast a network's points are followed through clips.</summary>
public sealed record ClipFigures
{
    /// <summary>What it is called: <c>wav2kp</c>, or its file's name.</summary>
    [JsonPropertyName("network")]
    public required string Network { get; init; }

    /// <summary>Clips that were measured.</summary>
    [JsonPropertyName("clips")]
    public required int Clips { get; init; }

    /// <summary>Their frames.</summary>
    [JsonPropertyName("frames")]
    public required int Frames { get; init; }

    /// <summary>The share of the frames in which the clip's most prominent face has points.</summary>
    [JsonPropertyName("found_rate")]
    public required double FoundRate { get; init; }

    /// <summary>The share of the clips whose very first frame has them.</summary>
    [JsonPropertyName("first_frame_rate")]
    public required double FirstFrameRate { get; init; }

    /// <summary>Frames whose picture had to be restored to find them: clips cut from their key frame.</summary>
    [JsonPropertyName("restored")]
    public required int Restored { get; init; }

    /// <summary>
    /// How far a point of the lips (48-67) moves from a frame to the next, in pixels: the mean over the points and over the first
    /// five frames of all clips, after tracking's filter. NaN where no clip has two such frames.
    /// </summary>
    [JsonPropertyName("lip_jitter_px")]
    public required double LipJitter { get; init; }

    /// <summary>The same before the filter.</summary>
    [JsonPropertyName("lip_jitter_unfiltered_px")]
    public required double LipJitterUnfiltered { get; init; }

    /// <summary>Frames a second from decoded pixels to filtered points, detection and tracking included, with one clip at a time on each processor.</summary>
    [JsonPropertyName("fps_tracked")]
    public required double FpsTracked { get; init; }
}
