namespace FFMpegCore.Exceptions;

/// <summary>A frame does not have the size or pixel format that its stream was announced with.</summary>
public class FFMpegStreamFormatException(FFMpegExceptionType type, string message, Exception? innerException = null)
    : FFMpegException(type, message, innerException);
