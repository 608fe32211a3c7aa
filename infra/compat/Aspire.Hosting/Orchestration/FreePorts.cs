using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Orchestration;

/// <summary>Chooses free loopback ports below the range that the kernel gives to outgoing connections: a port from
/// that range could be taken while a server that listens there is being restarted.</summary>
internal sealed class FreePorts
{
    private const int First = 20000;

    private const int Last = 31999;

    private readonly HashSet<int> _given = [];

    public int Next()
    {
        lock (_given)
        {
            for (int attempt = 0; attempt < 1000; attempt++)
            {
                int port = Random.Shared.Next(First, Last + 1);
                if (!_given.Contains(port) && IsFree(port))
                {
                    _given.Add(port);
                    return port;
                }
            }
        }
        throw new DistributedApplicationException($"No loopback port between {First} and {Last} is free.");
    }

    public static bool IsFree(int port)
    {
        try
        {
            using TcpListener listener = new(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
