using System.Diagnostics;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Npgsql;

namespace Wav2Kp.Testing;

/// <summary>A real PostgreSQL server and a real RabbitMQ broker for tests, in a temporary folder that goes with them.</summary>
/// <remarks>
/// <code>
/// await using RealServers servers = await RealServers.StartAsync();
/// string database = await servers.CreateDatabaseAsync();
/// </code>
/// Starting takes a few seconds: share one among the tests of a class or of a project (an xunit fixture), and give each
/// test a database of its own.
/// </remarks>
public sealed class RealServers : IAsyncDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(180);

    private readonly DistributedApplication _application;
    private readonly string _folder;
    private int _databases;

    private RealServers(DistributedApplication application, string folder)
    {
        _application = application;
        _folder = folder;
    }

    /// <summary>The connection string of the PostgreSQL server, without a database.</summary>
    public string PostgresConnectionString { get; private set; } = "";

    /// <summary>The connection string of the RabbitMQ broker: <c>amqp://user:password@host:port</c>.</summary>
    public string RabbitMqConnectionString { get; private set; } = "";

    /// <summary>Starts the servers; returns when both answer.</summary>
    /// <param name="postgres">Whether a PostgreSQL server is wanted.</param>
    /// <param name="rabbitMq">Whether a RabbitMQ broker is wanted.</param>
    /// <param name="statementTimes">Whether the PostgreSQL server notes how long each statement takes, in <c>pg_stat_statements</c>.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    public static async Task<RealServers> StartAsync(
        bool postgres = true, bool rabbitMq = true, bool statementTimes = false, CancellationToken cancellationToken = default)
    {
        string folder = Path.Combine(Path.GetTempPath(), "wav2kp-servers-" + Guid.NewGuid().ToString("N"));
        IDistributedApplicationTestingBuilder builder = DistributedApplicationTestingBuilder.Create($"--data={folder}");
        List<string> names = [];
        if (postgres)
        {
            // the data need not survive a power cut
            string[] noting = statementTimes ? ["-c", "shared_preload_libraries=pg_stat_statements", "-c", "pg_stat_statements.track_planning=on"] : [];
            builder.AddPostgres("postgres").WithArgs(["-c", "fsync=off", .. noting]);
            names.Add("postgres");
        }
        if (rabbitMq)
        {
            builder.AddRabbitMQ("messaging");
            names.Add("messaging");
        }
        DistributedApplication application = await builder.BuildAsync(cancellationToken).ConfigureAwait(false);
        RealServers servers = new(application, folder);
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
            foreach (string name in names)
            {
                await application.ResourceNotifications.WaitForResourceHealthyAsync(name, cancellationToken)
                    .WaitAsync(s_timeout, cancellationToken).ConfigureAwait(false);
            }
            if (postgres)
            {
                servers.PostgresConnectionString =
                    await application.GetConnectionStringAsync("postgres", cancellationToken).ConfigureAwait(false) ?? "";
            }
            if (rabbitMq)
            {
                servers.RabbitMqConnectionString =
                    await application.GetConnectionStringAsync("messaging", cancellationToken).ConfigureAwait(false) ?? "";
            }
            return servers;
        }
        catch
        {
            await servers.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Creates an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken = default)
    {
        string name = $"test{Interlocked.Increment(ref _databases)}";
        await using NpgsqlConnection connection = new(PostgresConnectionString + ";Database=postgres;Pooling=false");
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using NpgsqlCommand command = new($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return $"{PostgresConnectionString};Database={name}";
    }

    /// <summary>Kills the PostgreSQL server as <c>kill -9</c> does; it is started again at once, on the same port.</summary>
    /// <returns>A task that ends when it answers again.</returns>
    public Task KillPostgresAsync(CancellationToken cancellationToken = default) => KillAsync("postgres", cancellationToken);

    /// <summary>Kills the RabbitMQ broker as <c>kill -9</c> does; it is started again at once, on the same port.</summary>
    /// <returns>A task that ends when it answers again.</returns>
    public Task KillRabbitMqAsync(CancellationToken cancellationToken = default) => KillAsync("messaging", cancellationToken);

    /// <summary>Stops the servers and removes their data.</summary>
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await _application.StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task KillAsync(string name, CancellationToken cancellationToken)
    {
        (int? pid, _) = ReadState(name);
        if (pid is null)
        {
            throw new InvalidOperationException($"'{name}' does not run.");
        }
        using (Process process = Process.GetProcessById(pid.Value))
        {
            process.Kill();
        }
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(s_timeout);
        while (true)
        {
            (int? now, string? health) = ReadState(name);
            if (now is not null && now != pid && health == "Healthy")
            {
                return;
            }
            await Task.Delay(50, timeout.Token).ConfigureAwait(false);
        }
    }

    private (int? Pid, string? Health) ReadState(string name)
    {
        using JsonDocument state = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "apphost.json")));
        foreach (JsonElement resource in state.RootElement.GetProperty("resources").EnumerateArray())
        {
            if (resource.GetProperty("name").GetString() == name)
            {
                return (
                    resource.TryGetProperty("pid", out JsonElement pid) ? pid.GetInt32() : null,
                    resource.TryGetProperty("health", out JsonElement health) ? health.GetString() : null);
            }
        }
        return (null, null);
    }
}
