using Microsoft.Extensions.Diagnostics.HealthChecks;
using Wav2Kp.Objects;

namespace Wav2Kp.ServiceDefaults;

/// <summary>Whether the object store answers.</summary>
internal sealed class ObjectStoreHealthCheck(IObjectStore objects) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await objects.CheckAsync(cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy($"The object store does not answer: {e.Message}", e);
        }
    }
}
