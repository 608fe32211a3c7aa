namespace Wav2Kp.Media;

/// <summary>The codes of <see cref="InputRejectedException"/> that the platform itself gives.</summary>
public static class RejectionCodes
{
    /// <summary>The file has no bytes.</summary>
    public const string EmptyFile = "empty-file";

    /// <summary>The file's content is not a video, whatever its name says.</summary>
    public const string NotAVideo = "not-a-video";

    /// <summary>The file has sound but no moving picture.</summary>
    public const string NoVideo = "no-video";

    /// <summary>The file has a picture but no audio track, or none with any sample in it.</summary>
    public const string NoAudio = "no-audio";

    /// <summary>The picture is a single frame.</summary>
    public const string OneFrame = "one-frame";

    /// <summary>The file ends before its index or its first frames: nothing of it can be decoded.</summary>
    public const string Truncated = "truncated";

    /// <summary>The container opens, but its video or audio does not decode.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>No frame shows a face.</summary>
    public const string NoFace = "no-face";

    /// <summary>The file disappeared while it was read.</summary>
    public const string Vanished = "vanished";

    /// <summary>The picture is larger or the recording longer than the platform takes.</summary>
    public const string TooLarge = "too-large";
}
