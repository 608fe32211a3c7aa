using Wav2Kp.Catalog;
using Wav2Kp.Objects;

namespace Wav2Kp.Studio.Videos.Pieces;

/// <summary>The pieces of an upload one after the other, each opened when the one before it has been read.</summary>
internal sealed class PieceStream(IObjectStore objects, IReadOnlyList<VideoUploadPiece> pieces) : ReadOnlyStream
{
    private Stream? _piece;
    private int _next;

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

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _piece?.Dispose();
        base.Dispose(disposing);
    }
}
