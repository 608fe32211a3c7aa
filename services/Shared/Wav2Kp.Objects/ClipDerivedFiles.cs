namespace Wav2Kp.Objects;

/// <summary>The files made of a clip's source for people to look at.</summary>
public static class ClipDerivedFiles
{
    /// <summary>A small picture of it.</summary>
    public const string Thumbnail = "thumbnail.jpg";

    /// <summary>A copy that every browser plays.</summary>
    public const string Web = "web.mp4";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Thumbnail, Web];
}
