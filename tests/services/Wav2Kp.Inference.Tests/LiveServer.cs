using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;
using Wav2Kp.Inference.Live;
using Wav2Kp.Inference.Tests;
using Wav2Kp.Migrations;
using Wav2Kp.Models;
using Wav2Kp.Objects;
using Wav2Kp.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(LiveServer))]

namespace Wav2Kp.Inference.Tests;

/// <summary>Live speech as the service has it, on a real database and a folder of objects.</summary>
public sealed class LiveServer : IDbContextFactory<CatalogContext>, IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wav2kp-inference-").FullName;
    private readonly List<WebApplication> _applications = [];
    private RealServers? _servers;
    private NpgsqlDataSource? _data;
    private DbContextOptions<CatalogContext>? _options;
    private DatasetVersion? _dataset;

    /// <summary>Where the service of the default settings listens: <c>ws://127.0.0.1:port/live</c>.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>A model of <c>wav2kp-live-100</c> that any test may use.</summary>
    public Guid Model { get; private set; }

    internal ModelPackage Package { get; } = TestModels.Make("wav2kp-live-100");

    internal IObjectStore Objects { get; private set; } = null!;

    internal LiveService Service => _applications[0].Services.GetRequiredService<LiveService>();

    public CatalogContext CreateDbContext() => new(_options!);

    public async ValueTask InitializeAsync()
    {
        _servers = await RealServers.StartAsync(rabbitMq: false);
        string database = await _servers.CreateDatabaseAsync();
        await Migrator.ApplyAsync(database);
        _data = CatalogDatabase.CreateDataSource(database, "tests");
        DbContextOptionsBuilder<CatalogContext> options = new();
        CatalogDatabase.Configure(options, _data);
        _options = options.Options;
        Objects = ObjectStores.FromConnectionString($"Folder={Path.Combine(_folder, "objects")}");
        await using (CatalogContext catalog = CreateDbContext())
        {
            _dataset = new DatasetVersion { Number = 1, Hash = "0", Manifest = ContractJson.ToElement(new { clips = Array.Empty<int>() }), Dataset = new Dataset { Name = "speech" } };
            catalog.Add(_dataset);
            await catalog.SaveChangesAsync();
        }
        Model = await AddModelAsync("speaker", Package);
        (Address, _) = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (WebApplication application in _applications)
        {
            await application.DisposeAsync();
        }
        foreach (IAsyncDisposable? part in new IAsyncDisposable?[] { _data, _servers })
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Another service on the same data, with settings of its own; stop it by its application.</summary>
    internal async Task<(Uri Address, WebApplication Application)> StartAsync(params (string Name, string Value)[] settings)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value)));
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Services.AddSingleton<IDbContextFactory<CatalogContext>>(this);
        builder.Services.AddSingleton(Objects);
        builder.Services.Configure<LandmarkSettings>(_ => { });
        builder.AddLiveSpeech();
        WebApplication application = builder.Build();
        application.MapLiveSpeech();
        await application.StartAsync();
        _applications.Add(application);
        Uri http = new(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return (new UriBuilder(http) { Scheme = "ws", Path = LiveEndpoints.Path }.Uri, application);
    }

    /// <summary>Registers a model as the trainer does.</summary>
    internal async Task<Guid> AddModelAsync(string name, ModelPackage package, int version = 1)
    {
        string folder = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        package.Save(folder);
        Guid id = Guid.CreateVersion7();
        string prefix = $"models/{id:N}/";
        foreach (string file in (string[])[ModelPackage.DescriptionFile, ModelPackage.WeightsFile])
        {
            await Objects.PutFileAsync(prefix + file, Path.Combine(folder, file));
        }
        await using CatalogContext catalog = CreateDbContext();
        Experiment experiment = await catalog.Experiments.FirstOrDefaultAsync() ?? new Experiment { Name = "tests" };
        Run run = new() { Name = name, Status = JobState.Succeeded, Experiment = experiment };
        catalog.Add(run);
        catalog.Add(new Model
        {
            Id = id,
            RunId = run.Id,
            Name = name,
            Version = version,
            Recipe = System.Text.Json.JsonDocument.Parse(package.Recipe.ToJson()).RootElement,
            DatasetVersionId = _dataset!.Id,
            ObjectPrefix = prefix,
        });
        await catalog.SaveChangesAsync();
        return id;
    }
}
