using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Wav2Kp.Contracts;
using Wav2Kp.Migrations;
using Wav2Kp.Testing;

namespace Wav2Kp.Catalog.Tests;

/// <summary>A database of a test's own, brought up to date, with the objects that work on it.</summary>
internal sealed class TestCatalog : IDbContextFactory<CatalogContext>, IStepDispatcher, IAsyncDisposable
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly DbContextOptions<CatalogContext> _options;

    private TestCatalog(string connectionString)
    {
        ConnectionString = connectionString;
        _dataSource = CatalogDatabase.CreateDataSource(connectionString, "tests");
        DbContextOptionsBuilder<CatalogContext> options = new();
        CatalogDatabase.Configure(options, _dataSource);
        _options = options.Options;
        Workflow = new Workflow(this, this);
        Ledger = new StepLedger(this);
    }

    public string ConnectionString { get; }

    public Workflow Workflow { get; }

    public StepLedger Ledger { get; }

    public List<QueuedStep> Dispatched { get; } = [];

    public static async Task<TestCatalog> CreateAsync(RealServers servers)
    {
        string connectionString = await servers.CreateDatabaseAsync();
        await Migrator.ApplyAsync(connectionString);
        return new TestCatalog(connectionString);
    }

    public CatalogContext CreateDbContext() => new(_options);

    public void Dispatch(IReadOnlyCollection<QueuedStep> steps)
    {
        lock (Dispatched)
        {
            Dispatched.AddRange(steps);
        }
    }

    public async ValueTask DisposeAsync() => await _dataSource.DisposeAsync();

    /// <summary>Adds clips with made-up content.</summary>
    public async Task<Guid[]> AddClipsAsync(int count)
    {
        await using CatalogContext context = CreateDbContext();
        Clip[] clips = [.. Enumerable.Range(0, count).Select(i => new Clip
        {
            Sha256 = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
            Name = $"clip {i}.mp4",
            Names = [$"clip {i}.mp4"],
            Bytes = 1,
            SourceKey = $"clips/{i}/source.mp4",
        })];
        context.AddRange(clips);
        await context.SaveChangesAsync();
        return [.. clips.Select(c => c.Id)];
    }

    public Task<Job> ExtractAsync(params Guid[] clips) =>
        Workflow.CreateExtractionJobAsync(new NewExtraction { Name = "test", ClipIds = clips });

    public async Task<Job> JobAsync(Guid id)
    {
        await using CatalogContext context = CreateDbContext();
        return await context.Jobs.AsNoTracking().Include(j => j.Steps).SingleAsync(j => j.Id == id);
    }

    public async Task<Clip> ClipAsync(Guid id)
    {
        await using CatalogContext context = CreateDbContext();
        return await context.Clips.AsNoTracking().Include(c => c.Artifacts).ThenInclude(a => a.Artifact).SingleAsync(c => c.Id == id);
    }

    public async Task<Step> StepAsync(Guid id)
    {
        await using CatalogContext context = CreateDbContext();
        return await context.Steps.AsNoTracking().Include(s => s.Attempts).SingleAsync(s => s.Id == id);
    }

    public async Task<int> ExecuteAsync(string sql)
    {
        await using NpgsqlCommand command = _dataSource.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }

    public Task<Step?> ClaimAsync(StepKind kind, string worker = "worker", double leaseSeconds = 60) =>
        Ledger.ClaimAsync(kind, worker, TimeSpan.FromSeconds(leaseSeconds));

    /// <summary>Claims the next step of a kind and ends it.</summary>
    public async Task<Step> DoAsync(StepKind kind, StepEnd? end = null)
    {
        Step step = (await ClaimAsync(kind)).ShouldNotBeNull($"there is no queued {kind} step");
        StepEndResult result = await Ledger.EndAsync(step, end ?? StepEnd.Succeeded(null, []));
        result.Accepted.ShouldBeTrue();
        Dispatch(result.Queued);
        return step;
    }

    /// <summary>An artifact as a handler records it.</summary>
    public static StepArtifactRecord Artifact(string kind, string hash = "hash") => new(hash + kind, kind, $"objects/{hash}/{kind}", 5);
}
