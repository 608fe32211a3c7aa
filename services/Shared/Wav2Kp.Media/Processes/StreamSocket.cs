using System.Net.Sockets;

namespace Wav2Kp.Media.Processes;

/// <summary>
/// A Unix socket that ffmpeg writes a raw stream to. FFMpegCore's own pipes are closed the moment that ffmpeg ends, and what a
/// slow reader has not yet taken from them is lost; this one is read to its end.
/// </summary>
internal sealed class StreamSocket : IDisposable
{
    private readonly Socket _listener;
    private readonly string _path;

    private StreamSocket(Socket listener, string path)
    {
        _listener = listener;
        _path = path;
    }

    /// <summary>What ffmpeg writes to.</summary>
    public string Url => $"unix:{_path}";

    /// <summary>Opens one in the temporary folder.</summary>
    public static StreamSocket Listen()
    {
        string name = $"wav2kp-{Guid.NewGuid():N}.sock";
        string path = Path.Combine(Path.GetTempPath(), name);
        if (path.Length > 100 || path.Any(char.IsWhiteSpace))
        {
            // the address of a Unix socket has room for 107 characters
            path = $"/tmp/{name}";
        }
        Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen(1);
            return new StreamSocket(listener, path);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>The stream that ffmpeg writes, or null when it ended without opening one.</summary>
    /// <param name="run">The run of ffmpeg.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<Stream?> AcceptAsync(Task run, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<Socket> accept = _listener.AcceptAsync(stop.Token).AsTask();
        await Task.WhenAny(accept, run).ConfigureAwait(false);
        if (!accept.IsCompleted && !_listener.Poll(0, SelectMode.SelectRead))
        {
            await stop.CancelAsync().ConfigureAwait(false);
            try
            {
                (await accept.ConfigureAwait(false)).Dispose();
            }
            catch (OperationCanceledException)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
            return null;
        }
        return new NetworkStream(await accept.ConfigureAwait(false), ownsSocket: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Dispose();
        File.Delete(_path);
    }
}
