namespace FFMpegCore.Exceptions;

/// <summary>ffprobe could not analyse the input.</summary>
public class FFProbeException(string message, Exception? inner = null)
    : Exception(message, inner);
