namespace FFMpegCore.Tests;

/// <summary>Raw bytes without end, or up to a failure, or up to a place after which nothing ever comes.</summary>
internal sealed class EndlessStream : Stream
{
    private long _position;

    public long FailAfter { get; init; } = long.MaxValue;

    /// <summary>A reader waits here until it is cancelled.</summary>
    public long StallAfter { get; init; } = long.MaxValue;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _position; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_position >= FailAfter)
        {
            throw new IOException("The disk was taken away.");
        }
        buffer.AsSpan(offset, count).Fill(0x40);
        _position += count;
        return count;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= StallAfter)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        return await base.ReadAsync(buffer, cancellationToken);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
