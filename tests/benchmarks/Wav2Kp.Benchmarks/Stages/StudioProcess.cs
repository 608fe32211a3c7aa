using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Wav2Kp.Cli;

namespace Wav2Kp.Benchmarks.Stages;

/// <summary>Studio alone, as it runs in earnest, on a database: what it answers from the catalog needs no other service.</summary>
internal sealed class StudioProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;

    private StudioProcess(Process process, Uri address)
    {
        _process = process;
        Http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(1) };
    }

    public HttpClient Http { get; }

    public static async Task<StudioProcess> StartAsync(string database, string folder, CancellationToken cancellationToken)
    {
        Uri address = new($"http://127.0.0.1:{FreePort()}/");
        string log = Path.Combine(folder, "studio.log");
        ProcessStartInfo start = new("sh", ["-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1", "sh", log, "dotnet", Find()]) { RedirectStandardInput = true };
        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        start.Environment["ConnectionStrings__catalog"] = database;
        start.Environment["ConnectionStrings__objects"] = "Folder=" + Path.Combine(folder, "objects");
        // nothing listens there: no work is asked for
        start.Environment["ConnectionStrings__messaging"] = "amqp://guest:guest@127.0.0.1:1";
        start.Environment["services__ingest__http__0"] = "http://127.0.0.1:1";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["Logging__LogLevel__MassTransit"] = "None";
        StudioProcess studio = new(Process.Start(start) ?? throw new CliException("Studio could not be started."), address);
        try
        {
            long begun = Stopwatch.GetTimestamp();
            while (!await studio.IsAliveAsync(cancellationToken))
            {
                if (studio._process.HasExited || Stopwatch.GetElapsedTime(begun) > s_patience)
                {
                    throw new CliException($"Studio did not start: {string.Join('\n', File.ReadLines(log).TakeLast(12))}");
                }
                await Task.Delay(100, cancellationToken);
            }
            return studio;
        }
        catch
        {
            await studio.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<bool> IsAliveAsync(CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response = await Http.GetAsync(new Uri("alive", UriKind.Relative), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // it does not listen yet
        }
    }

    private static string Find()
    {
        // …/tests/benchmarks/Wav2Kp.Benchmarks/bin/<configuration>/<framework>/ → …/services/Wav2Kp.Studio/bin/<configuration>/<framework>/
        DirectoryInfo output = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        for (DirectoryInfo? folder = output; folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "services", "Wav2Kp.Studio", "bin", output.Parent!.Name, output.Name, "Wav2Kp.Studio.dll");
            if (File.Exists(path))
            {
                return path;
            }
        }
        throw new CliException("Studio is not built beside this program: run ./wav2kp setup.");
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
