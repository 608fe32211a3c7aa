namespace FFMpegCore.Pipes;

/// <summary>Hands what ffmpeg writes to a stream or a function.</summary>
public class StreamPipeSink : IPipeSink
{
    /// <summary>A function that reads ffmpeg's output to its end.</summary>
    public StreamPipeSink(Func<Stream, CancellationToken, Task> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Writer = writer;
    }

    /// <summary>Copies ffmpeg's output to a stream.</summary>
    public StreamPipeSink(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        Writer = (input, token) => input.CopyToAsync(destination, BlockSize, token);
    }

    /// <summary>The function that reads.</summary>
    public Func<Stream, CancellationToken, Task> Writer { get; }

    /// <summary>Bytes that are copied at a time.</summary>
    public int BlockSize { get; set; } = 64 * 1024;

    /// <summary>The format that ffmpeg writes (<c>-f</c>); empty when an output option names it.</summary>
    public string Format { get; set; } = string.Empty;

    /// <inheritdoc/>
    public Task ReadAsync(Stream inputStream, CancellationToken cancellationToken) => Writer(inputStream, cancellationToken);

    /// <inheritdoc/>
    public string GetFormat() => Format;
}
