namespace FFMpegCore.Exceptions;

/// <summary>An argument that ffmpeg has no meaning for.</summary>
public class FFMpegArgumentException(string? message = null, Exception? innerException = null)
    : Exception(message, innerException);
