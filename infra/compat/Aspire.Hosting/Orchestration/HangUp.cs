using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration;

/// <summary>Makes a closed terminal stop the application in order, as Ctrl-C does.</summary>
internal sealed class HangUp(IHostApplicationLifetime lifetime) : IDisposable
{
    private readonly PosixSignalRegistration _registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
    {
        context.Cancel = true;
        lifetime.StopApplication();
    });

    public void Dispose() => _registration.Dispose();
}
