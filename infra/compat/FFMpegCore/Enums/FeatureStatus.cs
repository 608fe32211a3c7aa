namespace FFMpegCore.Enums;

/// <summary>Whether a codec has a feature.</summary>
public enum FeatureStatus
{
    /// <summary>ffmpeg does not say.</summary>
    Unknown,

    /// <summary>It has not.</summary>
    NotSupported,

    /// <summary>It has.</summary>
    Supported,
}
