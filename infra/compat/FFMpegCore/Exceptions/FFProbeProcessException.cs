namespace FFMpegCore.Exceptions;

/// <summary>ffprobe ran and reported failure: not a media file, truncated, unreadable.</summary>
public class FFProbeProcessException(string message, IReadOnlyCollection<string> processErrors, Exception? inner = null)
    : FFProbeException(message, inner)
{
    /// <summary>The lines that ffprobe wrote to stderr.</summary>
    public IReadOnlyCollection<string> ProcessErrors { get; } = processErrors;
}
