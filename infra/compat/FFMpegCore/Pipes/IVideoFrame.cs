namespace FFMpegCore.Pipes;

/// <summary>One raw picture.</summary>
public interface IVideoFrame
{
    /// <summary>Pixels in a row.</summary>
    int Width { get; }

    /// <summary>Number of rows.</summary>
    int Height { get; }

    /// <summary>ffmpeg's name of the pixel format, such as <c>bgr24</c>.</summary>
    string Format { get; }

    /// <summary>Writes the pixels.</summary>
    void Serialize(Stream pipe);

    /// <summary>Writes the pixels.</summary>
    Task SerializeAsync(Stream pipe, CancellationToken token);
}
