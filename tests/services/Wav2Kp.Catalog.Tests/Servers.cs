using Wav2Kp.Testing;

[assembly: AssemblyFixture(typeof(Wav2Kp.Catalog.Tests.Servers))]

namespace Wav2Kp.Catalog.Tests;

/// <summary>The PostgreSQL server that all tests share.</summary>
public sealed class Servers : IAsyncLifetime
{
    private RealServers? _real;

    public RealServers Real => _real ?? throw new InvalidOperationException("The servers have not been started.");

    public async ValueTask InitializeAsync() => _real = await RealServers.StartAsync(rabbitMq: false);

    public async ValueTask DisposeAsync()
    {
        if (_real is not null)
        {
            await _real.DisposeAsync();
        }
    }
}
