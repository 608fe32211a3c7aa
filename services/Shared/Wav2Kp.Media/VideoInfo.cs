namespace Wav2Kp.Media;

/// <summary>The picture of a media file.</summary>
public sealed record VideoInfo
{
    /// <summary>The stream's index in the file.</summary>
    public required int Stream { get; init; }

    /// <summary>The codec's name as ffmpeg gives it, e.g. <c>h264</c>.</summary>
    public required string Codec { get; init; }

    /// <summary>Columns of pixels as displayed, after <see cref="Rotation"/>.</summary>
    public required int Width { get; init; }

    /// <summary>Rows of pixels as displayed, after <see cref="Rotation"/>.</summary>
    public required int Height { get; init; }

    /// <summary>Frames per second, exactly: the nominal rate, or the average where <see cref="VariableFrameRate"/>.</summary>
    public required Rational FrameRate { get; init; }

    /// <summary>Whether the frames are not evenly spaced: then only their timestamps tell when each is shown.</summary>
    public required bool VariableFrameRate { get; init; }

    /// <summary>How many frames there are: decoded ones where they were decoded, else what the container claims, if anything.</summary>
    public long? FrameCount { get; init; }

    /// <summary>By how many degrees clockwise the stored picture is turned for display: 0, 90, 180 or 270.</summary>
    public int Rotation { get; init; }

    /// <summary>When the first frame is shown, in seconds on the file's own clock.</summary>
    public Rational StartTime { get; init; }
}
