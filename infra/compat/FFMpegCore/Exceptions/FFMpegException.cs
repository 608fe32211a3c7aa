namespace FFMpegCore.Exceptions;

/// <summary>ffmpeg could not do what was asked. <see cref="FFMpegErrorOutput"/> holds what it wrote to stderr.</summary>
public class FFMpegException : Exception
{
    /// <summary>A failure with its cause and ffmpeg's own words.</summary>
    public FFMpegException(FFMpegExceptionType type, string message, Exception? innerException = null, string ffMpegErrorOutput = "")
        : base(message, innerException)
    {
        Type = type;
        FFMpegErrorOutput = ffMpegErrorOutput;
    }

    /// <summary>A failure with ffmpeg's own words.</summary>
    public FFMpegException(FFMpegExceptionType type, string message, string ffMpegErrorOutput = "")
        : base(message)
    {
        Type = type;
        FFMpegErrorOutput = ffMpegErrorOutput;
    }

    /// <summary>A failure before ffmpeg said anything.</summary>
    public FFMpegException(FFMpegExceptionType type, string message)
        : base(message)
    {
        Type = type;
        FFMpegErrorOutput = string.Empty;
    }

    /// <summary>What kind of step failed.</summary>
    public FFMpegExceptionType Type { get; }

    /// <summary>ffmpeg's stderr, its last 2,000 lines at most; empty when it did not run.</summary>
    public string FFMpegErrorOutput { get; }
}
