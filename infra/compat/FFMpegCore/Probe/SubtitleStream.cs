namespace FFMpegCore;

/// <summary>A subtitle stream.</summary>
public class SubtitleStream : MediaStream;
