using System.Net.Sockets;

namespace FFMpegCore.Pipes;

/// <summary>A unix socket that ffmpeg connects to once, as the other end of one of its inputs or outputs.</summary>
internal sealed class ProgramSocket : IDisposable
{
    // sun_path holds 108 bytes with the terminating zero
    private const int LongestPath = 107;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string _path;
    private bool _listening;

    public ProgramSocket()
    {
        string name = $"FFMpegCore_{Guid.NewGuid():N}";
        _path = Path.Combine(Path.GetTempPath(), name);
        if (System.Text.Encoding.UTF8.GetByteCount(_path) > LongestPath)
        {
            _path = Path.Combine("/tmp", name);
        }
    }

    /// <summary>What ffmpeg is given in place of a file name.</summary>
    public string Url => "unix:" + _path;

    /// <summary>Makes the socket; ffmpeg can connect from now on.</summary>
    public void Listen()
    {
        _listener.Bind(new UnixDomainSocketEndPoint(_path));
        _listening = true;
        _listener.Listen(1);
    }

    /// <summary>ffmpeg's connection; null when it ended without ever connecting.</summary>
    /// <param name="ended">Cancelled when ffmpeg has ended.</param>
    public async Task<ProgramStream?> AcceptAsync(CancellationToken ended)
    {
        try
        {
            return new ProgramStream(await _listener.AcceptAsync(ended).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // a short run may have connected, written all and ended before it was accepted
            return _listener.Poll(0, SelectMode.SelectRead) ? new ProgramStream(_listener.Accept()) : null;
        }
    }

    /// <summary>Closes the socket and removes its file.</summary>
    public void Dispose()
    {
        _listener.Dispose();
        if (_listening)
        {
            File.Delete(_path);
        }
    }
}
