using System.Net;

namespace Wav2Kp.Cli.Workspaces;

/// <summary>A piece of a file as a request's body; it tells how much of it was taken.</summary>
internal sealed class PieceContent(ReadOnlyMemory<byte> piece, Action<int> sent) : HttpContent
{
    private const int AtOnce = 64 << 10;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        for (int at = 0; at < piece.Length; at += AtOnce)
        {
            ReadOnlyMemory<byte> part = piece[at..Math.Min(piece.Length, at + AtOnce)];
            await stream.WriteAsync(part, cancellationToken);
            sent(at + part.Length);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = piece.Length;
        return true;
    }
}
