namespace FFMpegCore;

/// <summary>An audio stream.</summary>
public class AudioStream : MediaStream
{
    /// <summary>Number of channels.</summary>
    public int Channels { get; set; }

    /// <summary>The channels' layout, such as <c>stereo</c> or <c>5.1(side)</c>.</summary>
    public string ChannelLayout { get; set; } = string.Empty;

    /// <summary>Samples per second.</summary>
    public int SampleRateHz { get; set; }

    /// <summary>The codec's profile.</summary>
    public string Profile { get; set; } = string.Empty;
}
