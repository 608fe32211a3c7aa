namespace Wav2Kp.Media;

/// <summary>Reads the frames of videos, one process of ffmpeg for each reading.</summary>
public static class VideoReader
{
    /// <summary>
    /// Decodes every coded frame once, upright, with its own exact time: none is doubled or dropped to even out the rate. Frames that
    /// do not decode are left out; their neighbours keep their times.
    /// </summary>
    /// <param name="path">The video.</param>
    /// <param name="cancellationToken">Stops ffmpeg.</param>
    /// <param name="options">Threads and frames ahead.</param>
    /// <returns>The frames in the order of their times, which strictly rise; the caller disposes of each.</returns>
    /// <exception cref="InputRejectedException">It is no video, no frame can be decoded, or the picture changes its size in mid-course.</exception>
    public static IAsyncEnumerable<VideoFrame> ReadAsync(string path, CancellationToken cancellationToken, VideoReadOptions? options = null) =>
        Open(path, options).FramesAsync(cancellationToken);

    /// <summary>A reading of a video that also tells of its length and rate.</summary>
    /// <param name="path">The video.</param>
    /// <param name="options">Threads and frames ahead.</param>
    public static VideoReading Open(string path, VideoReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new VideoReadOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.FramesAhead, 1, nameof(options));
        return new VideoReading(path, options);
    }
}
