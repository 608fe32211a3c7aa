namespace Wav2Kp.Media;

/// <summary>How large a recording may be: bounds that keep one upload from taking the machine.</summary>
public static class MediaLimits
{
    /// <summary>The longest recording.</summary>
    public static TimeSpan MaxDuration { get; } = TimeSpan.FromHours(4);

    /// <summary>The largest frame, in pixels: 8192 x 4320.</summary>
    public const long MaxPixels = 8192L * 4320;
}
