namespace FFMpegCore.Enums;

/// <summary>Mirror axes.</summary>
public enum Mirroring
{
    /// <summary>Top becomes bottom (<c>vflip</c>).</summary>
    Vertical,

    /// <summary>Left becomes right (<c>hflip</c>).</summary>
    Horizontal,
}
