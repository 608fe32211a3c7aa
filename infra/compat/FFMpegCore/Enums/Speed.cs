namespace FFMpegCore.Enums;

/// <summary>Encoder presets (<c>-preset</c>), from the smallest file to the fastest run.</summary>
public enum Speed
{
    /// <summary>veryslow</summary>
    VerySlow,

    /// <summary>slower</summary>
    Slower,

    /// <summary>slow</summary>
    Slow,

    /// <summary>medium</summary>
    Medium,

    /// <summary>fast</summary>
    Fast,

    /// <summary>faster</summary>
    Faster,

    /// <summary>veryfast</summary>
    VeryFast,

    /// <summary>superfast</summary>
    SuperFast,

    /// <summary>ultrafast</summary>
    UltraFast,
}
