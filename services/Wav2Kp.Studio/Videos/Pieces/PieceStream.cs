using Wav2Kp.Catalog;
using Wav2Kp.Objects;

namespace Wav2Kp.Studio.Videos.Pieces;

/// <summary>The pieces of an upload one after the other, each opened when the one before it has been read.</summary>
internal sealed class PieceStream(IObjectStore objects, IReadOnlyList<VideoUploadPiece> pieces) : Stream
{
    private Stream? _piece;
    private int _next;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (_piece is not null)
            {
                int read = await _piece.ReadAsync(buffer, cancellationToken);
                if (read > 0 || buffer.Length == 0)
                    return read;
                await _piece.DisposeAsync();
                _piece = null;
            }
            if (_next == pieces.Count)
                return 0;
            _piece = await objects.OpenReadAsync(pieces[_next++].ObjectKey, cancellationToken);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Objects are read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _piece?.Dispose();
        base.Dispose(disposing);
    }
}
