using RabbitMQ.Client;
using Wav2Kp.Testing;

[assembly: AssemblyFixture(typeof(Wav2Kp.ServiceDefaults.Tests.Servers))]

// The tests share one broker, whose queues have fixed names, and kill it.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Wav2Kp.ServiceDefaults.Tests;

/// <summary>The servers that all tests share.</summary>
public sealed class Servers : IAsyncLifetime
{
    private RealServers? _real;

    public RealServers Real => _real ?? throw new InvalidOperationException("The servers have not been started.");

    public async ValueTask InitializeAsync() => _real = await RealServers.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_real is not null)
        {
            await _real.DisposeAsync();
        }
    }

    /// <summary>Opens a connection to the broker.</summary>
    public Task<IConnection> ConnectAsync() =>
        new ConnectionFactory { Uri = new Uri(Real.RabbitMqConnectionString), AutomaticRecoveryEnabled = false }.CreateConnectionAsync();
}
