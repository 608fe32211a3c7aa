using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wav2Kp.Catalog;
using Wav2Kp.Migrations;
using Wav2Kp.Objects;
using Wav2Kp.Platform.Tests;
using Wav2Kp.ServiceDefaults;
using Wav2Kp.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(PlatformFixture))]

namespace Wav2Kp.Platform.Tests;

/// <summary>The platform as the AppHost starts it: real servers, and every service a process of its own.</summary>
public sealed class PlatformFixture : IAsyncLifetime
{
    private readonly Dictionary<string, ServiceProcess> _services = [];
    private readonly SemaphoreSlim _starting = new(1, 1);
    private RealServers? _servers;
    private IHost? _host;
    private Dictionary<string, string> _environment = [];

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"wav2kp-platform-{Guid.NewGuid():N}");

    internal RealServers Servers => _servers!;

    internal IDbContextFactory<CatalogContext> Database => _host!.Services.GetRequiredService<IDbContextFactory<CatalogContext>>();

    internal Workflow Workflow => _host!.Services.GetRequiredService<Workflow>();

    internal IObjectStore Objects => _host!.Services.GetRequiredService<IObjectStore>();

    /// <summary>The service of a name (<c>Ingest</c>, <c>Landmarks</c> …), started when it is first asked for.</summary>
    internal async Task<ServiceProcess> ServiceAsync(string name)
    {
        await _starting.WaitAsync();
        try
        {
            if (_services.TryGetValue(name, out ServiceProcess? running))
            {
                return running;
            }
            Dictionary<string, string> environment = new(_environment);
            if (name == "Studio")
            {
                environment["services__ingest__http__0"] = _services["Ingest"].Address.ToString();
            }
            _services[name] = ServiceProcess.Start(name, environment);
        }
        finally
        {
            _starting.Release();
        }
        await _services[name].WaitUntilHealthyAsync(CancellationToken.None);
        return _services[name];
    }

    /// <summary>Stops a service, if it runs, and starts it with other settings, or with those that it had.</summary>
    internal async Task<ServiceProcess> RestartAsync(string name, IReadOnlyDictionary<string, string>? settings = null, string? smallDisk = null)
    {
        await _starting.WaitAsync();
        try
        {
            if (_services.Remove(name, out ServiceProcess? old))
            {
                await old.DisposeAsync();
            }
            Dictionary<string, string> environment = new(_environment);
            foreach ((string key, string value) in settings ?? new Dictionary<string, string>())
            {
                environment[key] = value;
            }
            ServiceProcess service = ServiceProcess.Start(name, environment, smallDisk);
            _services[name] = service;
            await service.WaitUntilHealthyAsync(CancellationToken.None);
            return service;
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Starts what an extraction needs.</summary>
    internal Task StartExtractionAsync() => Task.WhenAll(ServiceAsync("Ingest"), ServiceAsync("FeatureExtraction"), ServiceAsync("Landmarks"));

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Folder);
        _servers = await RealServers.StartAsync();
        string catalog = await _servers.CreateDatabaseAsync();
        await Migrator.ApplyAsync(catalog);
        _environment = new Dictionary<string, string>
        {
            ["ConnectionStrings__catalog"] = catalog,
            ["ConnectionStrings__messaging"] = _servers.RabbitMqConnectionString,
            ["ConnectionStrings__objects"] = $"Folder={Path.Combine(Folder, "objects")}",
            ["Steps__RetryDelay"] = "00:00:00.2",
            ["Steps__MaxRetryDelay"] = "00:00:01",
            ["Landmarks__Model"] = SharedFolder.PathOf("models", "slim_160_latest.onnx"),
        };
        // what Studio does: start jobs and send their messages
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(_environment.Select(pair => KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal), (string?)pair.Value)));
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults();
        _host = builder.Build();
        await _host.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ServiceProcess service in _services.Values)
        {
            await service.DisposeAsync();
        }
        if (_host is not null)
        {
            await _host.StopAsync();
            _host.Dispose();
        }
        if (_servers is not null)
        {
            await _servers.DisposeAsync();
        }
        Directory.Delete(Folder, recursive: true);
        _starting.Dispose();
    }
}
