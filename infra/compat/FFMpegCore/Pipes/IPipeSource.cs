namespace FFMpegCore.Pipes;

/// <summary>Data that is written to ffmpeg while it runs.</summary>
public interface IPipeSource
{
    /// <summary>The options that describe the data, such as <c>-f rawvideo -s 640x480</c>.</summary>
    string GetStreamArguments();

    /// <summary>Writes all the data. The token is cancelled when ffmpeg has ended or the run was cancelled.</summary>
    Task WriteAsync(Stream outputStream, CancellationToken cancellationToken);
}
