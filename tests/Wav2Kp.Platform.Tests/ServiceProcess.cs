using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Wav2Kp.Platform.Tests;

/// <summary>One service as a process of its own, on a free loopback port, configured as the AppHost configures it.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly HttpClient s_http = new() { Timeout = TimeSpan.FromSeconds(30) };

    private readonly string _name;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly string? _smallDisk;
    private readonly ConcurrentQueue<string> _log = new();
    private Process _process;

    private ServiceProcess(string name, int port, IReadOnlyDictionary<string, string> environment, string? smallDisk)
    {
        _name = name;
        _smallDisk = smallDisk;
        _environment = environment;
        Address = new Uri($"http://127.0.0.1:{port}/");
        _process = Launch();
    }

    public Uri Address { get; }

    public int Id => _process.Id;

    /// <summary>The last lines that it logged.</summary>
    public string Log => string.Join('\n', _log.TakeLast(80));

    /// <param name="name">Its name without <c>Wav2Kp.</c>.</param>
    /// <param name="environment">Its configuration.</param>
    /// <param name="smallDisk">A folder that is, for this process alone, a disk of one megabyte.</param>
    public static ServiceProcess Start(string name, IReadOnlyDictionary<string, string> environment, string? smallDisk = null) =>
        new(name, FreePort(), environment, smallDisk);

    /// <summary>Returns when it answers that everything it needs is there.</summary>
    public async Task WaitUntilHealthyAsync(CancellationToken cancellationToken)
    {
        for (long end = Environment.TickCount64 + 60_000; Environment.TickCount64 < end; await Task.Delay(100, cancellationToken))
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"{_name} ended with {_process.ExitCode}:\n{Log}");
            }
            try
            {
                using HttpResponseMessage answer = await s_http.GetAsync(new Uri(Address, "health"), cancellationToken);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // it does not listen yet, or a server that it needs does not answer yet
            }
        }
        throw new TimeoutException($"{_name} did not become healthy:\n{Log}");
    }

    /// <summary>As <c>kill -9</c>, then started again as the AppHost would.</summary>
    public void KillAndRestart()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = Launch();
    }

    /// <summary>Resident memory in MiB.</summary>
    public double ResidentMegabytes()
    {
        _process.Refresh();
        return _process.WorkingSet64 / 1048576.0;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using (Process stop = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
            {
                await stop.WaitForExitAsync();
            }
            using CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }
        _process.Dispose();
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Process Launch()
    {
        // .../tests/Wav2Kp.Platform.Tests/bin/Debug/net10.0/
        string output = Path.GetRelativePath(Path.GetFullPath("../../..", AppContext.BaseDirectory), AppContext.BaseDirectory);
        string assembly = Path.GetFullPath($"../../../../../services/Wav2Kp.{_name}/{output}/Wav2Kp.{_name}.dll", AppContext.BaseDirectory);
        string[] command = _smallDisk is null
            ? ["dotnet", assembly]
            : ["unshare", "-Urm", "sh", "-c", "mount -t tmpfs -o size=1m tmpfs \"$0\" && exec dotnet \"$1\"", _smallDisk, assembly];
        ProcessStartInfo start = new(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(assembly),
        };
        start.Environment["ASPNETCORE_URLS"] = Address.ToString();
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        foreach ((string key, string value) in _environment)
        {
            start.Environment[key] = value;
        }
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _log.Enqueue(line);
        }
    }
}
