using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using FFMpegCore;
using Wav2Kp.Media.Processes;

namespace Wav2Kp.Media;

/// <summary>One reading of a video, from <see cref="VideoReader.Open"/>: its frames, and what they tell of it.</summary>
public sealed class VideoReading
{
    private readonly string _path;
    private readonly VideoReadOptions _options;
    private readonly FfmpegLog _log = new();
    private readonly List<long> _pts = [];
    private bool _read;

    internal VideoReading(string path, VideoReadOptions options) => (_path, _options) = (path, options);

    /// <summary>How many frames there may be, by the length and the rate that the file claims; null if it does not, or before the first frame.</summary>
    public double? ExpectedFrames => _log.Duration is { Numerator: > 0 } length && _log.VideoFrameRate.Numerator > 0 ? (length * _log.VideoFrameRate).Value : null;

    /// <summary>Frames per second: that of the frames read so far, by their times; the average where they are not evenly spaced.</summary>
    public Rational FrameRate => FrameClock.Of(_pts, _log.VideoTimeBase, [_log.VideoFrameRate]).FrameRate;

    /// <inheritdoc cref="VideoReader.ReadAsync"/>
    /// <exception cref="InvalidOperationException">This reading was read already.</exception>
    public async IAsyncEnumerable<VideoFrame> FramesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _read, true))
        {
            throw new InvalidOperationException("This reading was read already: open the video again.");
        }
        if (!File.Exists(_path))
        {
            throw Ffmpeg.Vanished();
        }
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<VideoFrame> ahead = Channel.CreateBounded<VideoFrame>(new BoundedChannelOptions(_options.FramesAhead) { SingleReader = true, SingleWriter = true });
        Task decoding = DecodeAsync(ahead.Writer, stop.Token);
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

    private async Task DecodeAsync(ChannelWriter<VideoFrame> frames, CancellationToken cancellationToken)
    {
        Exception? error = null;
        try
        {
            using FileAlias source = FileAlias.For(_path);
            using StreamSocket socket = StreamSocket.Listen();
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Task<bool> run = Ffmpeg.RunAsync(
                FFMpegArguments
                    .FromFileInput(source.Path, verifyExists: false, Ffmpeg.UntrustedInput(_options.Threads))
                    .OutputToUrl(socket.Url, output => output
                        .WithCustomArgument("-map 0:V:0 -vf showinfo=checksum=0 -fps_mode passthrough")
                        .ForcePixelFormat("bgr24")
                        .ForceFormat("rawvideo")),
                _log,
                stop.Token);
            int count = 0;
            try
            {
                await using Stream? pixels = await socket.AcceptAsync(run, cancellationToken).ConfigureAwait(false);
                if (pixels is not null)
                {
                    count = await ReadAsync(pixels, frames, cancellationToken).ConfigureAwait(false);
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
                throw await FailureAsync(cancellationToken).ConfigureAwait(false);
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

    // why nothing was decoded: the headers say more than the decoder does
    private async Task<Exception> FailureAsync(CancellationToken cancellationToken)
    {
        if (!_log.DiskFull)
        {
            MediaInfo media = await MediaProbe.ProbeAsync(_path, cancellationToken).ConfigureAwait(false);
            if (media.Video is null)
            {
                return new InputRejectedException(RejectionCodes.NoVideo, "The file has no picture: use a video.");
            }
        }
        return Ffmpeg.Failure(_path, _log);
    }

    private async Task<int> ReadAsync(Stream pixels, ChannelWriter<VideoFrame> frames, CancellationToken cancellationToken)
    {
        // used again by this reading alone, as many as are held at once: the shared pool keeps one for every thread that ever gave one back
        ConcurrentStack<byte[]> free = new();
        int count = 0;
        (int width, int height) = (0, 0);
        Rational first = default;
        Rational last = default;
        await foreach (FrameNote note in _log.Frames.ReadAllAsync(cancellationToken).ConfigureAwait(false))
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
            int bytes = width * height * 3;
            byte[] buffer = free.TryPop(out byte[]? used) ? used : GC.AllocateUninitializedArray<byte>(bytes);
            if (await pixels.ReadAtLeastAsync(buffer, bytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) < bytes)
            {
                // ffmpeg broke off within a frame
                break;
            }
            Rational shown = note.Pts is long pts ? _log.VideoTimeBase * pts : last + first;
            if (count == 0)
            {
                first = shown;
            }
            Rational timestamp = shown - first;
            if (count > 0 && (note.Pts is null || timestamp <= last))
            {
                // a damaged time: the frame is shown next, by the nominal rate
                timestamp = last + (_log.VideoFrameRate.Numerator > 0 ? _log.VideoFrameRate.Reciprocal : _log.VideoTimeBase);
            }
            last = timestamp;
            _pts.Add(note.Pts ?? (_pts.Count == 0 ? 0 : _pts[^1] + 1));
            await frames.WriteAsync(new VideoFrame(count, timestamp, width, height, buffer, free), cancellationToken).ConfigureAwait(false);
            count++;
        }
        return count;
    }
}
