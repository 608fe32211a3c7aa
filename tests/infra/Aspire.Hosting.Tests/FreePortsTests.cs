using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.Orchestration;
using Shouldly;
using Xunit;

namespace Aspire.Hosting.Tests;

public sealed class FreePortsTests
{
    [Fact]
    public void Ports_differ_and_lie_below_those_of_outgoing_connections()
    {
        int outgoing = int.Parse(File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range").Split('\t')[0], CultureInfo.InvariantCulture);
        FreePorts ports = new();
        int[] given = [.. Enumerable.Range(0, 200).Select(_ => ports.Next())];
        given.Distinct().Count().ShouldBe(200);
        given.ShouldAllBe(port => port < outgoing && port >= 1024);
    }

    [Fact]
    public void A_port_that_somebody_listens_on_is_not_free()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        FreePorts.IsFree(((IPEndPoint)listener.LocalEndpoint).Port).ShouldBeFalse();
    }
}
