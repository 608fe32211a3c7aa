using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Wav2Kp.ServiceDefaults;

/// <summary>Whether the database answers.</summary>
internal sealed class CatalogHealthCheck(NpgsqlDataSource database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using NpgsqlCommand command = database.CreateCommand("SELECT 1 FROM steps LIMIT 1");
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException e)
        {
            return HealthCheckResult.Unhealthy($"The catalog does not answer: {e.Message}", e);
        }
    }
}
