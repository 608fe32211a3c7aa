namespace FFMpegCore.Pipes;

/// <summary>Takes what ffmpeg writes while it runs.</summary>
public interface IPipeSink
{
    /// <summary>Reads to the end of the stream.</summary>
    Task ReadAsync(Stream inputStream, CancellationToken cancellationToken);

    /// <summary>The option that names the format, such as <c>-f wav</c>; empty when another option does.</summary>
    string GetFormat();
}
