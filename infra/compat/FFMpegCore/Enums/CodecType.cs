namespace FFMpegCore.Enums;

/// <summary>What a codec codes.</summary>
public enum CodecType
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>Video.</summary>
    Video = 1 << 1,

    /// <summary>Audio.</summary>
    Audio = 1 << 2,

    /// <summary>Subtitles.</summary>
    Subtitle = 1 << 3,

    /// <summary>Data.</summary>
    Data = 1 << 4,
}
