using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Wav2Kp.Studio.Tests;

/// <summary>A service as it runs in earnest: a process of its own on a port of its own.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(180);

    private readonly Process _process;
    private readonly StringBuilder _log = new();

    private ServiceProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>The most memory that the process has held at a time, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            string line = File.ReadLines($"/proc/{_process.Id}/status").Single(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
        }
    }

    public static async Task<ServiceProcess> StartAsync(string assembly, IReadOnlyDictionary<string, string> settings)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, assembly + ".dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        // nothing listens there: these tests do without workers
        start.Environment["ConnectionStrings__messaging"] = "amqp://guest:guest@127.0.0.1:1";
        start.Environment["Logging__LogLevel__MassTransit"] = "None";
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{assembly} did not start.");
        var service = new ServiceProcess(process, address);
        process.OutputDataReceived += service.Keep;
        process.ErrorDataReceived += service.Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await service.WaitAsync(assembly);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task WaitAsync(string assembly)
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if ((await http.GetAsync("/alive")).IsSuccessStatusCode)
                    return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                await Task.Delay(50); // not yet, or not any more
            }
            if (_process.HasExited)
                await _process.WaitForExitAsync(); // until all that it said has been read
            if (_process.HasExited || watch.Elapsed > s_patience)
                throw new InvalidOperationException($"{assembly} did not start:\n{Log}");
        }
    }

    private string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_log)
            _log.AppendLine(line.Data);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
