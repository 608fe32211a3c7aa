using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Wav2Kp.Catalog;

/// <summary>Connects contexts to a PostgreSQL database.</summary>
public static class CatalogDatabase
{
    private static readonly string[] s_transientCodes =
    [
        PostgresErrorCodes.AdminShutdown, PostgresErrorCodes.CrashShutdown, PostgresErrorCodes.CannotConnectNow,
    ];

    /// <summary>A pool of connections for a connection string, with time limits under which nothing hangs.</summary>
    public static NpgsqlDataSource CreateDataSource(string connectionString, string applicationName)
    {
        NpgsqlConnectionStringBuilder settings = new(connectionString)
        {
            ApplicationName = applicationName,
            Timeout = 10,
            CommandTimeout = 60,
            // Notices a server that went away without closing its connections.
            KeepAlive = 15,
            ConnectionIdleLifetime = 60,
        };
        // queries take milliseconds: compiling one takes longer than it saves
        settings.Options = $"{settings.Options} -c jit=off".TrimStart();
        return NpgsqlDataSource.Create(settings);
    }

    /// <summary>Sets a context up on a data source: trouble that passes is tried again for about half a minute.</summary>
    public static void Configure(DbContextOptionsBuilder options, NpgsqlDataSource dataSource) =>
        options.UseNpgsql(dataSource, npgsql => npgsql.EnableRetryOnFailure(9, TimeSpan.FromSeconds(5), s_transientCodes));
}
