namespace FFMpegCore.Enums;

/// <summary>The streams that an option applies to.</summary>
public enum Channel
{
    /// <summary>Audio streams.</summary>
    Audio,

    /// <summary>Video streams.</summary>
    Video,

    /// <summary>Audio and video streams.</summary>
    Both,

    /// <summary>Video streams without cover pictures.</summary>
    VideoNoAttachedPic,

    /// <summary>Subtitle streams.</summary>
    Subtitle,

    /// <summary>Data streams.</summary>
    Data,

    /// <summary>Attachments.</summary>
    Attachments,

    /// <summary>All streams.</summary>
    All,
}
