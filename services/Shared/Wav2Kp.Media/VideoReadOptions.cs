namespace Wav2Kp.Media;

/// <summary>How a video's frames are read.</summary>
public sealed record VideoReadOptions
{
    /// <summary>Decoder threads; 1 where several clips are read side by side, 0 for as many as ffmpeg likes.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Frames that are decoded ahead of the reader, at least 1: the bound of the memory that reading takes.</summary>
    public int FramesAhead { get; init; } = 1;
}
