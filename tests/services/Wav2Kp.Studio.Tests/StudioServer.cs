using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Wav2Kp.Catalog;
using Wav2Kp.Migrations;
using Wav2Kp.Objects;
using Wav2Kp.Testing;

[assembly: AssemblyFixture(typeof(Wav2Kp.Studio.Tests.StudioServer))]

namespace Wav2Kp.Studio.Tests;

/// <summary>Studio and Ingest on a real database and a folder of objects; no workers, so that jobs stay as they are put.</summary>
public sealed class StudioServer : IDbContextFactory<CatalogContext>, IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wav2kp-studio-").FullName;
    private RealServers? _servers;
    private NpgsqlDataSource? _data;
    private DbContextOptions<CatalogContext>? _options;
    private ServiceProcess? _ingest;
    private ServiceProcess? _studio;
    private HttpClient? _http;
    private IObjectStore? _objects;
    private Dictionary<string, string>? _settings;

    internal HttpClient Http => _http!;

    internal IObjectStore Objects => _objects!;

    internal ServiceProcess Studio => _studio!;

    /// <summary>Where Studio looks for the AppHost's state; nothing is there until a test puts it there.</summary>
    internal string StateFile => Path.Combine(_folder, "apphost.json");

    internal ServiceProcess Ingest => _ingest!;

    public async ValueTask InitializeAsync()
    {
        _servers = await RealServers.StartAsync(rabbitMq: false);
        string database = await _servers.CreateDatabaseAsync();
        await Migrator.ApplyAsync(database);
        _data = CatalogDatabase.CreateDataSource(database, "tests");
        var options = new DbContextOptionsBuilder<CatalogContext>();
        CatalogDatabase.Configure(options, _data);
        _options = options.Options;
        string store = "Folder=" + Path.Combine(_folder, "objects");
        _objects = ObjectStores.FromConnectionString(store);
        _settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__catalog"] = database,
            ["ConnectionStrings__objects"] = store,
            ["TMPDIR"] = _folder,
            ["Platform__State"] = StateFile,
        };
        _ingest = await ServiceProcess.StartAsync("Wav2Kp.Ingest", _settings);
        _studio = await StartStudioAsync(_ingest.Address.ToString());
        _http = new HttpClient { BaseAddress = new Uri(_studio.Address, "/api/v1/"), Timeout = TimeSpan.FromMinutes(3) };
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        foreach (IAsyncDisposable? part in new IAsyncDisposable?[] { _studio, _ingest, _data, _servers })
            if (part is not null)
                await part.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public CatalogContext CreateDbContext() => new(_options!);

    /// <summary>Another Studio on the same data.</summary>
    internal Task<ServiceProcess> StartStudioAsync(string ingest, params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string>(_settings!) { ["services__ingest__http__0"] = ingest };
        foreach (var (name, value) in settings)
            all[name] = value;
        return ServiceProcess.StartAsync("Wav2Kp.Studio", all);
    }

    /// <summary>A clip with made-up content, and, when it is ready, with all that an extraction makes.</summary>
    internal async Task<Clip> AddClipAsync(string name = "clip.mp4", ClipState state = ClipState.Ready, byte[]? source = null, int frames = 75, int valid = 70)
    {
        source ??= RandomNumberGenerator.GetBytes(1000);
        var clip = new Clip
        {
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(source)),
            Name = name,
            Names = [name],
            Bytes = source.Length,
            State = state,
            SourceKey = "",
        };
        clip.SourceKey = ObjectKeys.ClipSource(clip.Id, name);
        await Objects.PutAsync(clip.SourceKey, new MemoryStream(source));
        await using var catalog = CreateDbContext();
        catalog.Add(clip);
        await catalog.SaveChangesAsync();
        if (state == ClipState.Ready)
        {
            foreach (string kind in new[] { ArtifactKinds.Audio, ArtifactKinds.Features, ArtifactKinds.Landmarks, ArtifactKinds.Faces })
            {
                var artifact = await ArtifactAsync(kind, ObjectKeys.ClipFile(clip.Id, "0123", kind + ".bin"), frames, valid);
                artifact.ClipId = clip.Id;
                catalog.Add(artifact);
                await catalog.SaveChangesAsync();
                catalog.Add(new ClipArtifact { ClipId = clip.Id, Kind = kind, ArtifactId = artifact.Id });
            }
        }
        await catalog.SaveChangesAsync();
        return clip;
    }

    /// <summary>An artifact with made-up content in the store; not yet in the catalog.</summary>
    internal async Task<Artifact> ArtifactAsync(string kind, string key, int frames = 0, int valid = 0)
    {
        byte[] content = kind == ArtifactKinds.Landmarks ? LandmarksFile.Make(frames, valid) : RandomNumberGenerator.GetBytes(500);
        await Objects.PutAsync(key, new MemoryStream(content));
        return new Artifact { Hash = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), Kind = kind, ObjectKey = key, Bytes = content.Length };
    }
}
