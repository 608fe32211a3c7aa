using Microsoft.Extensions.Hosting;

namespace Wav2Kp.AppHost;

/// <summary>
/// Stops the application when its standard input ends: that is when the process that holds the other end is gone, in whatever way it went, SIGKILL
/// among them. The line <c>keep</c> lets the application outlive it.
/// </summary>
internal sealed class InputEnd(IHostApplicationLifetime lifetime, Stream input) : IHostedService
{
    /// <summary>The line that lets the application go on.</summary>
    public const string Keep = "keep";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // a thread of its own, which nobody waits for: a read of standard input cannot be cancelled
        new Thread(Watch) { IsBackground = true, Name = "end of input" }.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Reads until the end, or until it is told to let the application go on.</summary>
    internal void Watch()
    {
        using StreamReader reader = new(input);
        while (Read(reader) is { } line)
        {
            if (line == Keep)
            {
                return;
            }
        }
        lifetime.StopApplication();
    }

    private static string? Read(StreamReader reader)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (IOException)
        {
            return null; // a terminal that was closed
        }
    }
}
