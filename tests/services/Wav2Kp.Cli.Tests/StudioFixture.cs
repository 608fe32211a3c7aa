using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;
using Wav2Kp.Media;
using Wav2Kp.Migrations;
using Wav2Kp.Objects;
using Wav2Kp.Testing;
using Xunit;

namespace Wav2Kp.Cli.Tests;

/// <summary>Studio and Ingest as they run in earnest, on a real database and a folder of objects; no other workers.</summary>
public sealed class StudioFixture : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private RealServers? _servers;
    private readonly List<Process> _processes = [];
    private NpgsqlDataSource? _data;
    private IObjectStore? _objects;
    private string? _folder;

    public string Folder => _folder!;

    public Uri Address { get; private set; } = new("http://127.0.0.1:1");

    public async ValueTask InitializeAsync()
    {
        _folder = Directory.CreateTempSubdirectory("wav2kp-cli-studio-").FullName;
        _servers = await RealServers.StartAsync(rabbitMq: false);
        string database = await _servers.CreateDatabaseAsync();
        await Migrator.ApplyAsync(database);
        _data = NpgsqlDataSource.Create(database);
        string store = "Folder=" + Path.Combine(_folder, "objects");
        _objects = ObjectStores.FromConnectionString(store);
        (string, string)[] settings = [("ConnectionStrings__catalog", database), ("ConnectionStrings__objects", store), ("TMPDIR", _folder)];
        Uri ingest = await StartAsync("Wav2Kp.Ingest", settings);
        Address = await StartAsync("Wav2Kp.Studio", [.. settings, ("services__ingest__http__0", ingest.ToString())]);
    }

    /// <summary>Starts a service on a port of its own; where it listens.</summary>
    private async Task<Uri> StartAsync(string service, IEnumerable<(string Name, string Value)> settings)
    {
        Uri address = new($"http://127.0.0.1:{FreePort()}");
        ProcessStartInfo start = new("sh", ["-c", "exec \"$@\" >\"$0\" 2>&1", Path.Combine(_folder!, $"{service}.log"), "dotnet", Path.Combine(AppContext.BaseDirectory, $"{service}.dll")]) { WorkingDirectory = _folder };
        foreach ((string name, string value) in settings.Concat(
            [("ASPNETCORE_URLS", address.ToString()), ("ConnectionStrings__messaging", "amqp://guest:guest@127.0.0.1:1"), ("Logging__LogLevel__MassTransit", "None")]))
        {
            start.Environment[name] = value;
        }
        Process process = Process.Start(start)!;
        _processes.Add(process);
        using HttpClient http = new() { BaseAddress = address };
        long begun = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                if ((await http.GetAsync("/alive")).IsSuccessStatusCode)
                {
                    return address;
                }
            }
            catch (HttpRequestException) when (!process.HasExited && Stopwatch.GetElapsedTime(begun) < s_patience)
            {
                await Task.Delay(100);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Process process in _processes)
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
            await process.WaitForExitAsync();
            process.Dispose();
        }
        if (_data is not null)
        {
            await _data.DisposeAsync();
        }
        if (_servers is not null)
        {
            await _servers.DisposeAsync();
        }
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>Runs the command line against it.</summary>
    public Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => CliProcess.RunAsync([.. arguments, "--api", Address.ToString()]);

    /// <summary>What it writes as JSON.</summary>
    public async Task<JsonElement> JsonAsync(params string[] arguments) => await CliProcess.JsonAsync(0, [.. arguments, "--api", Address.ToString()]);

    /// <summary>A run of a user's program with a metric and a parameter.</summary>
    public async Task<string> AddRunAsync(string name, double loss, string rate)
    {
        using HttpClient http = new() { BaseAddress = new Uri(Address, "/api/v1/") };
        JsonElement run = await Read(await http.PostAsJsonAsync("runs", new { experiment = "cli", name, parameters = new { rate, same = "x" } }));
        string id = run.GetProperty("id").GetString()!;
        (await http.PostAsJsonAsync($"runs/{id}/log", new { metrics = new[] { new { key = "loss", value = loss * 2, step = 0 }, new { key = "loss", value = loss, step = 1 } } })).EnsureSuccessStatusCode();
        (await http.PatchAsJsonAsync($"runs/{id}", new { status = "succeeded" })).EnsureSuccessStatusCode();
        return id;

        static async Task<JsonElement> Read(HttpResponseMessage response) => await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>A clip that is ready, with features and landmarks.</summary>
    public async Task<string> AddClipAsync(string name)
    {
        Guid id = Guid.CreateVersion7();
        byte[] source = RandomNumberGenerator.GetBytes(500);
        string hash = Convert.ToHexStringLower(SHA256.HashData(source)), key = ObjectKeys.ClipSource(id, name);
        await _objects!.PutAsync(key, new MemoryStream(source));
        await ExecuteAsync(
            "INSERT INTO clips (id, sha256, name, names, bytes, state, source_key) VALUES ($1, $2, $3, ARRAY[$3], 500, 'ready', $4)", id, hash, name, key);
        foreach ((string kind, string file, SafetensorsTensor tensor) in new[]
        {
            ("features", "features.safetensors", SafetensorsTensor.FromFloats("mfcc", [2, 40], new float[80])), ("landmarks", "landmarks.safetensors", SafetensorsTensor.FromFloats("points", [3, 68, 2], new float[408])),
        })
        {
            using MemoryStream content = new();
            SafetensorsFile.Write(content, [tensor]);
            content.Position = 0;
            string made = ObjectKeys.ClipFile(id, hash, file);
            await _objects.PutAsync(made, content);
            await ExecuteAsync(
                "WITH a AS (INSERT INTO artifacts (id, hash, kind, object_key, bytes, clip_id) VALUES (gen_random_uuid(), $2, $3, $4, 1, $1) RETURNING id) INSERT INTO clip_artifacts SELECT $1, $3, id FROM a",
                id, hash, kind, made);
        }
        return id.ToString();
    }

    private async Task ExecuteAsync(string sql, params object[] values)
    {
        await using NpgsqlCommand command = _data!.CreateCommand(sql);
        foreach (object value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }
        await command.ExecuteNonQueryAsync();
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
