namespace FFMpegCore.Exceptions;

/// <summary>ffprobe reported no format for the input.</summary>
public class FormatNullException() : FFProbeException("ffprobe reported no format: the input holds no media that it knows.");
