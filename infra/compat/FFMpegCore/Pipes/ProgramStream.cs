using System.Net.Sockets;

namespace FFMpegCore.Pipes;

/// <summary>The bytes between this process and ffmpeg. Knows whether ffmpeg closed its end, which is no error of the one who writes.</summary>
internal sealed class ProgramStream(Socket socket) : Stream
{
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);

    /// <summary>ffmpeg closed its end while more was to be written: it ended, or has read all that it wants.</summary>
    public bool ClosedByProgram { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException("A pipe to ffmpeg has no length.");

    public override long Position
    {
        get => throw new NotSupportedException("A pipe to ffmpeg has no position.");
        set => throw new NotSupportedException("A pipe to ffmpeg cannot seek.");
    }

    public override int Read(Span<byte> buffer) => _stream.Read(buffer);

    public override int Read(byte[] buffer, int offset, int count) => _stream.Read(buffer, offset, count);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _stream.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _stream.ReadAsync(buffer, offset, count, cancellationToken);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _stream.Write(buffer);
        }
        catch (IOException)
        {
            ClosedByProgram = true;
            throw;
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await _stream.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            ClosedByProgram = true;
            throw;
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => _stream.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => _stream.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A pipe to ffmpeg cannot seek.");

    public override void SetLength(long value) => throw new NotSupportedException("A pipe to ffmpeg has no length.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stream.Dispose();
        }
        base.Dispose(disposing);
    }
}
