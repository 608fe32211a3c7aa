using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

[assembly: AssemblyFixture(typeof(Wav2Kp.Objects.Tests.S3Server))]

namespace Wav2Kp.Objects.Tests;

/// <summary>A real S3 server: s3rver from the npm registry, put into a temporary folder.</summary>
public sealed class S3Server : IAsyncLifetime
{
    private const string Version = "3.7.1";
    private readonly string _folder = Directory.CreateTempSubdirectory("wav2kp-s3-").FullName;
    private Process? _server;

    public string Endpoint { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Run("npm", "install", "--prefix", _folder, "--no-audit", "--no-fund", "--loglevel=error", $"s3rver@{Version}");
        int port = FreePort();
        Endpoint = $"http://127.0.0.1:{port}";
        ProcessStartInfo start = new("node")
        {
            ArgumentList =
            {
                Path.Combine(_folder, "node_modules", "s3rver", "bin", "s3rver.js"),
                "--address", "127.0.0.1", "--port", $"{port}", "--directory", Directory.CreateDirectory(Path.Combine(_folder, "data")).FullName, "--silent",
            },
        };
        _server = Process.Start(start);
        using HttpClient http = new();
        for (int i = 0; ; i++)
        {
            try
            {
                await http.GetAsync(Endpoint);
                return;
            }
            catch (HttpRequestException) when (i < 200)
            {
                await Task.Delay(100);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            _server.Kill();
            _server.WaitForExit();
            _server.Dispose();
        }
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static void Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The S3 tests need node and npm with a package registry; '{program} {string.Join(' ', arguments)}' failed: {error}");
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

public sealed class S3ObjectStoreTests : ObjectStoreTests, IDisposable
{
    private readonly S3ObjectStore _store;

    public S3ObjectStoreTests(S3Server server) => _store = new S3ObjectStore(new S3ObjectStoreOptions
    {
        Endpoint = new Uri(server.Endpoint),
        AccessKey = "S3RVER",
        SecretKey = "S3RVER",
        Bucket = $"test-{Guid.NewGuid():N}",
        PartSize = 5 << 20,
    });

    internal override IObjectStore Store => _store;

    public void Dispose() => _store.Dispose();
}
