namespace FFMpegCore.Exceptions;

/// <summary>The options (folders, encoding) cannot be used.</summary>
public class FFOptionsException(string message, Exception? innerException = null)
    : Exception(message, innerException);
