using System.Net;
using System.Net.Sockets;

namespace Wav2Kp.Cli.Tests;

/// <summary>A way to a server on which connections break, or on which nothing moves any more.</summary>
internal sealed class BadConnection : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _connections = [];
    private readonly Uri _server;
    private readonly long _most;
    private readonly Task _accepting;
    private int _breaks;
    private long _sent;

    /// <summary>Opens the way.</summary>
    /// <param name="server">Where it leads.</param>
    /// <param name="breaks">How many connections break.</param>
    /// <param name="most">After how many bytes to the server they do.</param>
    public BadConnection(Uri server, int breaks = 0, long most = long.MaxValue)
    {
        (_server, _breaks, _most) = (server, breaks, most);
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>How many bytes have come on their way to the server.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>How many connections are still to break.</summary>
    public int BreaksLeft => Volatile.Read(ref _breaks);

    /// <summary>After how many bytes in all nothing moves any more.</summary>
    public long StallsAfter { get; init; } = long.MaxValue;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            // the end
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient server = new();
        using (client)
        {
            try
            {
                await server.ConnectAsync(_server.Host, _server.Port, _end.Token);
                await Task.WhenAny(SendAsync(client, server), server.GetStream().CopyToAsync(client.GetStream(), _end.Token));
                // at once, as a cable that is pulled, and not in order
                client.Client.LingerState = server.Client.LingerState = new LingerOption(true, 0);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // either end is gone
            }
        }
    }

    private async Task SendAsync(TcpClient client, TcpClient server)
    {
        byte[] buffer = new byte[64 << 10];
        long mine = 0;
        try
        {
            while (await client.GetStream().ReadAsync(buffer, _end.Token) is > 0 and int read)
            {
                mine += read;
                if (Interlocked.Add(ref _sent, read) > StallsAfter)
                {
                    await Task.Delay(Timeout.Infinite, _end.Token);
                }
                if (mine > _most && Interlocked.Decrement(ref _breaks) >= 0)
                {
                    return;
                }
                await server.GetStream().WriteAsync(buffer.AsMemory(0, read), _end.Token);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // either end is gone
        }
    }
}
