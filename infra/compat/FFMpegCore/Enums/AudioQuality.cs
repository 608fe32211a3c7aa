namespace FFMpegCore.Enums;

/// <summary>Common audio bit rates in kbit/s.</summary>
public enum AudioQuality
{
    /// <summary>64 kbit/s</summary>
    Low = 64,

    /// <summary>96 kbit/s</summary>
    BelowNormal = 96,

    /// <summary>128 kbit/s</summary>
    Normal = 128,

    /// <summary>192 kbit/s</summary>
    Good = 192,

    /// <summary>256 kbit/s</summary>
    VeryHigh = 256,

    /// <summary>384 kbit/s</summary>
    Ultra = 384,
}
