namespace FFMpegCore.Pipes;

/// <summary>Feeds ffmpeg from a stream.</summary>
public class StreamPipeSource(Stream source) : IPipeSource
{
    /// <summary>The stream that is read, from where it stands.</summary>
    public Stream Source { get; } = source ?? throw new ArgumentNullException(nameof(source));

    /// <summary>Bytes that are copied at a time.</summary>
    public int BlockSize { get; } = 64 * 1024;

    /// <summary>Options that describe the data; empty, as ffmpeg finds out by itself.</summary>
    public string StreamFormat { get; } = string.Empty;

    /// <inheritdoc/>
    public string GetStreamArguments() => StreamFormat;

    /// <inheritdoc/>
    public Task WriteAsync(Stream outputStream, CancellationToken cancellationToken) => Source.CopyToAsync(outputStream, BlockSize, cancellationToken);
}
