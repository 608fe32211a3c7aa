using Npgsql;

namespace Wav2Kp.Migrations;

/// <summary>Brings a database up to date: applies the SQL files that it has not had yet, each in a transaction of its own.</summary>
/// <remarks>
/// Any number of migrators may run at once: an advisory lock lets one work while the others wait, and these then find nothing to do.
/// A file that was applied must not change; its checksum is kept and compared.
/// </remarks>
public static class Migrator
{
    // Any number will do, as long as nothing else in the database uses it.
    private const long LockKey = 0x5761_7632_4b70;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Applies <see cref="Migration.All"/>; makes the database itself if the server has none of its name.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="patience">How long to wait for the server; a minute if left out.</param>
    /// <param name="log">Told what is done.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    /// <returns>The names of the files that were applied.</returns>
    /// <exception cref="MigrationException">The server did not answer, a file failed, or an applied file was changed or is unknown.</exception>
    public static Task<IReadOnlyList<string>> ApplyAsync(
        string connectionString, TimeSpan? patience = null, Action<string>? log = null, CancellationToken cancellationToken = default) =>
        ApplyAsync(Migration.All, connectionString, patience ?? TimeSpan.FromMinutes(1), log ?? (_ => { }), cancellationToken);

    internal static async Task<IReadOnlyList<string>> ApplyAsync(
        IReadOnlyList<Migration> migrations, string connectionString, TimeSpan patience, Action<string> log, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await ConnectAsync(connectionString, patience, log, cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(connection, $"SELECT pg_advisory_lock({LockKey})", cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(
            connection,
            """
            CREATE TABLE IF NOT EXISTS schema_migrations (
                number integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())
            """,
            cancellationToken).ConfigureAwait(false);
        Dictionary<int, (string Name, string Checksum)> applied = await ReadAppliedAsync(connection, cancellationToken).ConfigureAwait(false);
        Check(migrations, applied);
        List<string> done = [];
        foreach (Migration migration in migrations.Where(m => !applied.ContainsKey(m.Number)).OrderBy(m => m.Number))
        {
            await ApplyAsync(connection, migration, cancellationToken).ConfigureAwait(false);
            log($"Applied {migration.Name}.");
            done.Add(migration.Name);
        }
        return done;
    }

    private static void Check(IReadOnlyList<Migration> migrations, Dictionary<int, (string Name, string Checksum)> applied)
    {
        foreach ((int number, (string name, string checksum)) in applied)
        {
            Migration? migration = migrations.SingleOrDefault(m => m.Number == number);
            if (migration is null)
            {
                throw new MigrationException(
                    $"The database has had {name}, which this version of Wav2Kp does not know: it is newer. Run the newer version, or use another database.");
            }
            if (migration.Checksum != checksum)
            {
                throw new MigrationException(
                    $"{migration.Name} was changed after the database had it (as {name}). Undo the change and put it into a new file.");
            }
        }
        int last = applied.Keys.DefaultIfEmpty().Max();
        if (migrations.FirstOrDefault(m => m.Number < last && !applied.ContainsKey(m.Number)) is { } late)
        {
            throw new MigrationException($"{late.Name} is new but its number is lower than {last}, which the database has had: give it a higher one.");
        }
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        try
        {
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(connection, migration.Sql, cancellationToken).ConfigureAwait(false);
            await using NpgsqlCommand command = new("INSERT INTO schema_migrations (number, name, checksum) VALUES ($1, $2, $3)", connection, transaction)
            {
                Parameters = { new() { Value = migration.Number }, new() { Value = migration.Name }, new() { Value = migration.Checksum } },
            };
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e)
        {
            throw new MigrationException($"{migration.Name}: {e.MessageText} (SQLSTATE {e.SqlState}). Nothing of this file was applied.", e);
        }
    }

    private static async Task<NpgsqlConnection> ConnectAsync(
        string connectionString, TimeSpan patience, Action<string> log, CancellationToken cancellationToken)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 10, CommandTimeout = 0 };
        }
        catch (ArgumentException e)
        {
            throw new MigrationException($"The catalog's connection string cannot be read: {e.Message}", e);
        }
        long start = TimeProvider.System.GetTimestamp();
        bool told = false;
        while (true)
        {
            NpgsqlConnection connection = new(settings.ConnectionString);
            try
            {
                await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
                return connection;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
                await CreateDatabaseAsync(settings, log, cancellationToken).ConfigureAwait(false);
            }
            catch (NpgsqlException e) when (IsWorthWaiting(e) && TimeProvider.System.GetElapsedTime(start) < patience)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
                if (!told)
                {
                    log($"Waiting for PostgreSQL at {settings.Host}:{settings.Port}: {e.Message}");
                    told = true;
                }
                await Task.Delay(s_pause, cancellationToken).ConfigureAwait(false);
            }
            catch (NpgsqlException e)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
                throw new MigrationException($"PostgreSQL at {settings.Host}:{settings.Port} does not let us in: {e.Message}", e);
            }
        }
    }

    // The server is not up yet; a wrong password or an unknown role will not get better.
    private static bool IsWorthWaiting(NpgsqlException exception) =>
        exception is not PostgresException || exception.SqlState is PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections;

    private static async Task CreateDatabaseAsync(NpgsqlConnectionStringBuilder settings, Action<string> log, CancellationToken cancellationToken)
    {
        NpgsqlConnectionStringBuilder server = new(settings.ConnectionString) { Database = "postgres" };
        await using NpgsqlConnection connection = new(server.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            string quoted = "\"" + settings.Database!.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
            await ExecuteAsync(connection, $"CREATE DATABASE {quoted}", cancellationToken).ConfigureAwait(false);
            log($"Made database {settings.Database}.");
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another migrator was faster.
        }
        catch (PostgresException e)
        {
            throw new MigrationException($"There is no database '{settings.Database}', and it could not be made: {e.MessageText}", e);
        }
    }

    private static async Task<Dictionary<int, (string Name, string Checksum)>> ReadAppliedAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = new("SELECT number, name, checksum FROM schema_migrations", connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        Dictionary<int, (string, string)> applied = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            applied.Add(reader.GetInt32(0), (reader.GetString(1), reader.GetString(2)));
        }
        return applied;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
