using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Aspire.Hosting.Orchestration;

/// <summary>Healthy while a client can log in.</summary>
internal sealed class RabbitMQHealthCheck(RabbitMQServerResource resource) : IHealthCheck, IAsyncDisposable
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private IConnection? _connection;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            string? address = await resource.ConnectionStringExpression.GetValueAsync(cancellationToken).ConfigureAwait(false);
            ConnectionFactory factory = new()
            {
                Uri = new Uri(address!),
                AutomaticRecoveryEnabled = false,
                RequestedConnectionTimeout = TimeSpan.FromSeconds(4),
                ClientProvidedName = "health check",
            };
            _connection = await factory.CreateConnectionAsync(cancellationToken).ConfigureAwait(false);
            await _connection.CloseAsync(cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is RabbitMQClientException or IOException or TimeoutException
            or System.Net.Sockets.SocketException)
        {
            return HealthCheckResult.Unhealthy((exception.InnerException ?? exception).Message);
        }
        finally
        {
            await DisposeAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }
}
