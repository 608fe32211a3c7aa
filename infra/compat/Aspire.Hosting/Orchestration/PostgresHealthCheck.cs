using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Aspire.Hosting.Orchestration;

/// <summary>Healthy while a query is answered.</summary>
internal sealed class PostgresHealthCheck(IResourceWithConnectionString resource) : IHealthCheck
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            NpgsqlConnectionStringBuilder connectionString =
                new(await resource.GetConnectionStringAsync(cancellationToken).ConfigureAwait(false)) { Pooling = false, Timeout = 4 };
            await using NpgsqlConnection connection = new(connectionString.ConnectionString);
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using NpgsqlCommand command = new("SELECT 1", connection);
            await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException
            or System.Net.Sockets.SocketException)
        {
            return HealthCheckResult.Unhealthy(exception.Message);
        }
    }
}
