namespace FFMpegCore.Enums;

/// <summary>Common heights in pixels.</summary>
public enum VideoSize
{
    /// <summary>As the source.</summary>
    Original = -1,

    /// <summary>360 lines</summary>
    Ld = 360,

    /// <summary>480 lines</summary>
    Ed = 480,

    /// <summary>720 lines</summary>
    Hd = 720,

    /// <summary>1080 lines</summary>
    FullHd = 1080,
}
