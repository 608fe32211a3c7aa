using System.Collections.Concurrent;

namespace Wav2Kp.Media;

/// <summary>One frame of a video. Its pixels live in a buffer that the next frames use again: dispose of it, and keep nothing of <see cref="Bgr"/>.</summary>
public sealed class VideoFrame : IDisposable
{
    private readonly ConcurrentStack<byte[]> _free;
    private byte[]? _buffer;

    internal VideoFrame(int index, Rational timestamp, int width, int height, byte[] buffer, ConcurrentStack<byte[]> free)
    {
        Index = index;
        Timestamp = timestamp;
        Width = width;
        Height = height;
        _buffer = buffer;
        _free = free;
    }

    /// <summary>The number of the frame, from 0.</summary>
    public int Index { get; }

    /// <summary>When it is shown, in seconds after the first frame: exact.</summary>
    public Rational Timestamp { get; }

    /// <summary>Columns of pixels, after rotation.</summary>
    public int Width { get; }

    /// <summary>Rows of pixels, after rotation.</summary>
    public int Height { get; }

    /// <summary>The pixels: rows from the top without padding, three bytes each: blue, green, red. Writable, for those who draw on it.</summary>
    /// <exception cref="ObjectDisposedException">The frame has been disposed of.</exception>
    public Memory<byte> Bgr
    {
        get
        {
            ObjectDisposedException.ThrowIf(_buffer is null, this);
            return _buffer.AsMemory(0, Width * Height * 3);
        }
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is byte[] buffer)
        {
            _free.Push(buffer);
        }
    }
}
