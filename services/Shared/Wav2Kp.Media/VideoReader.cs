using System.Buffers;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using FFMpegCore;
using Wav2Kp.Media.Processes;

namespace Wav2Kp.Media;

/// <summary>Reads the frames of a video, one process of ffmpeg for each reading.</summary>
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
    /// <exception cref="InputRejectedException">No frame can be decoded, or the picture changes its size in mid-course.</exception>
    public static async IAsyncEnumerable<VideoFrame> ReadAsync(
        string path,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        VideoReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new VideoReadOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.FramesAhead, 1, nameof(options));
        if (!File.Exists(path))
        {
            throw Ffmpeg.Vanished();
        }
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<VideoFrame> ahead = Channel.CreateBounded<VideoFrame>(new BoundedChannelOptions(options.FramesAhead) { SingleReader = true, SingleWriter = true });
        Task decoding = DecodeAsync(path, options.Threads, ahead.Writer, stop.Token);
        try
        {
            while (await ahead.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (ahead.Reader.TryRead(out VideoFrame? frame))
                {
                    yield return frame;
                }
            }
            await decoding.ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            // its error, if any, has reached the reader through the channel or matters to nobody any more
            await decoding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (ahead.Reader.TryRead(out VideoFrame? frame))
            {
                frame.Dispose();
            }
        }
    }

    private static async Task DecodeAsync(string path, int threads, ChannelWriter<VideoFrame> frames, CancellationToken cancellationToken)
    {
        Exception? error = null;
        try
        {
            using FileAlias source = FileAlias.For(path);
            using StreamSocket socket = StreamSocket.Listen();
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            FfmpegLog log = new();
            Task<bool> run = Ffmpeg.RunAsync(
                FFMpegArguments
                    .FromFileInput(source.Path, verifyExists: false, Ffmpeg.UntrustedInput(threads))
                    .OutputToUrl(socket.Url, output => output
                        .WithCustomArgument("-map 0:V:0 -vf showinfo=checksum=0 -fps_mode passthrough")
                        .ForcePixelFormat("bgr24")
                        .ForceFormat("rawvideo")),
                log,
                stop.Token);
            int count = 0;
            try
            {
                await using Stream? pixels = await socket.AcceptAsync(run, cancellationToken).ConfigureAwait(false);
                if (pixels is not null)
                {
                    count = await ReadAsync(pixels, log, frames, cancellationToken).ConfigureAwait(false);
                }
            }
            catch
            {
                await stop.CancelAsync().ConfigureAwait(false);
                await ((Task)run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw;
            }
            await run.ConfigureAwait(false);
            if (count == 0)
            {
                throw Ffmpeg.Failure(path, log);
            }
        }
        catch (Exception exception)
        {
            error = exception;
            throw;
        }
        finally
        {
            frames.TryComplete(error);
        }
    }

    private static async Task<int> ReadAsync(Stream pixels, FfmpegLog log, ChannelWriter<VideoFrame> frames, CancellationToken cancellationToken)
    {
        int count = 0;
        (int width, int height) = (0, 0);
        Rational first = default;
        Rational last = default;
        await foreach (FrameNote note in log.Frames.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (count == 0)
            {
                (width, height) = (note.Width, note.Height);
                if ((long)width * height > MediaLimits.MaxPixels)
                {
                    throw new InputRejectedException(RejectionCodes.TooLarge, $"The picture of {width} x {height} pixels is larger than 8192 x 4320: scale the video down.");
                }
            }
            else if ((note.Width, note.Height) != (width, height))
            {
                throw new InputRejectedException(
                    RejectionCodes.Unreadable,
                    $"The picture changes its size from {width} x {height} to {note.Width} x {note.Height} pixels in mid-course: export the video again in one size.");
            }
            byte[] buffer = ArrayPool<byte>.Shared.Rent(width * height * 3);
            try
            {
                int read = await pixels.ReadAtLeastAsync(buffer.AsMemory(0, width * height * 3), width * height * 3, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                if (read < width * height * 3)
                {
                    // ffmpeg broke off within a frame
                    break;
                }
                Rational shown = note.Pts is long pts ? log.VideoTimeBase * pts : last + first;
                if (count == 0)
                {
                    first = shown;
                }
                Rational timestamp = shown - first;
                if (count > 0 && (note.Pts is null || timestamp <= last))
                {
                    // a damaged time: the frame is shown next, by the nominal rate
                    timestamp = last + (log.VideoFrameRate.Numerator > 0 ? log.VideoFrameRate.Reciprocal : log.VideoTimeBase);
                }
                last = timestamp;
                VideoFrame frame = new(count, timestamp, width, height, buffer);
                buffer = null!;
                count++;
                try
                {
                    await frames.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
                }
                catch
                {
                    frame.Dispose();
                    throw;
                }
            }
            finally
            {
                if (buffer is not null)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                }
            }
        }
        return count;
    }
}
