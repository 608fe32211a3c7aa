namespace Wav2Kp.Media;

/// <summary>The sound of a media file.</summary>
public sealed record AudioInfo
{
    /// <summary>The stream's index in the file.</summary>
    public required int Stream { get; init; }

    /// <summary>The codec's name as ffmpeg gives it, e.g. <c>aac</c>.</summary>
    public required string Codec { get; init; }

    /// <summary>Samples per second and channel.</summary>
    public required int SampleRate { get; init; }

    /// <summary>How many channels.</summary>
    public required int Channels { get; init; }

    /// <summary>When the first sample is heard, in seconds on the file's own clock.</summary>
    public Rational StartTime { get; init; }

    /// <summary>The length in seconds, of the decoded samples where they were decoded, else what the container claims; zero if unknown.</summary>
    public Rational Duration { get; init; }
}
