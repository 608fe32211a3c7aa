using System.Globalization;
using FFMpegCore.Exceptions;

namespace FFMpegCore.Pipes;

/// <summary>Feeds ffmpeg with raw frames, all of the first one's size and pixel format.</summary>
public class RawVideoPipeSource : IPipeSource
{
    private readonly IEnumerator<IVideoFrame> _frames;
    private bool _started;

    /// <summary>The frames are taken one by one, as ffmpeg asks for them.</summary>
    public RawVideoPipeSource(IEnumerable<IVideoFrame> framesEnumerator)
    {
        ArgumentNullException.ThrowIfNull(framesEnumerator);
        _frames = framesEnumerator.GetEnumerator();
    }

    /// <summary>The first frame's pixel format; null until the arguments have been asked for.</summary>
    public string StreamFormat { get; private set; } = null!;

    /// <summary>The first frame's width in pixels.</summary>
    public int Width { get; private set; }

    /// <summary>The first frame's height in pixels.</summary>
    public int Height { get; private set; }

    /// <summary>Frames per second.</summary>
    public double FrameRate { get; set; } = 25;

    /// <summary>Takes the first frame and describes the stream.</summary>
    /// <exception cref="InvalidOperationException">There is no frame.</exception>
    public string GetStreamArguments()
    {
        if (!_started)
        {
            if (!_frames.MoveNext())
            {
                throw new InvalidOperationException("There is no frame to encode: the sequence of frames is empty.");
            }
            _started = true;
            StreamFormat = _frames.Current.Format;
            Width = _frames.Current.Width;
            Height = _frames.Current.Height;
        }
        return string.Create(CultureInfo.InvariantCulture, $"-f rawvideo -r {FrameRate} -pix_fmt {StreamFormat} -s {Width}x{Height}");
    }

    /// <summary>Writes all frames.</summary>
    /// <exception cref="FFMpegStreamFormatException">A frame differs from the first in size or pixel format.</exception>
    public async Task WriteAsync(Stream outputStream, CancellationToken cancellationToken)
    {
        _ = GetStreamArguments();
        try
        {
            do
            {
                cancellationToken.ThrowIfCancellationRequested();
                Check(_frames.Current);
                await _frames.Current.SerializeAsync(outputStream, cancellationToken).ConfigureAwait(false);
            }
            while (_frames.MoveNext());
        }
        finally
        {
            _frames.Dispose();
        }
    }

    private void Check(IVideoFrame frame)
    {
        if (frame.Width != Width || frame.Height != Height || frame.Format != StreamFormat)
        {
            throw new FFMpegStreamFormatException(
                FFMpegExceptionType.Operation,
                $"A frame of {frame.Width}x{frame.Height} {frame.Format} cannot be written to a stream of {Width}x{Height} {StreamFormat}.");
        }
    }
}
