using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Polly;
using Polly.Retry;

namespace Wav2Kp.ServiceDefaults;

/// <summary>HTTP clients that know the other services by name, and ask again while one is starting.</summary>
internal static class ServiceDiscovery
{
    public static void AddServiceDiscoveryClients(this IServiceCollection services)
    {
        services.AddTransient<ResolvingHandler>();
        services.ConfigureHttpClientDefaults(client => client
            .AddHttpMessageHandler<ResolvingHandler>()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            }));
    }

    /// <summary>
    /// Puts the address from <c>services:{name}:{scheme}:{n}</c> in the place of a service's name (<c>http://ingest/…</c>,
    /// <c>https+http://ingest/…</c>: the first scheme that is configured), taking turns where there are several, and repeats requests
    /// without a body while nothing answers. A request with a body is a stream that cannot be read twice: its sender decides.
    /// </summary>
    internal sealed class ResolvingHandler(IConfiguration configuration) : DelegatingHandler
    {
        private static readonly ResiliencePipeline<HttpResponseMessage> s_retry = new ResiliencePipelineBuilder<HttpResponseMessage>()
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = 6,
                Delay = TimeSpan.FromMilliseconds(250),
                MaxDelay = TimeSpan.FromSeconds(4),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = new PredicateBuilder<HttpResponseMessage>()
                    .Handle<HttpRequestException>()
                    .HandleResult(r => r.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout),
                OnRetry = retry =>
                {
                    retry.Outcome.Result?.Dispose();
                    return default;
                },
            })
            .Build();

        private static int s_turn;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = Resolve(request.RequestUri);
            return request.Content is null && (request.Method == HttpMethod.Get || request.Method == HttpMethod.Head)
                ? await s_retry.ExecuteAsync(async token => await base.SendAsync(request, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false)
                : await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        private Uri? Resolve(Uri? uri)
        {
            if (uri is null)
            {
                return null;
            }
            foreach (string scheme in uri.Scheme.Split('+'))
            {
                string[] addresses = [.. configuration.GetSection($"services:{uri.Host}:{scheme}").GetChildren().Select(c => c.Value).OfType<string>()];
                if (addresses.Length > 0)
                {
                    Uri address = new(addresses[(uint)Interlocked.Increment(ref s_turn) % addresses.Length]);
                    return new UriBuilder(uri) { Scheme = address.Scheme, Host = address.Host, Port = address.Port }.Uri;
                }
            }
            return uri.Scheme.Contains('+')
                ? throw new InvalidOperationException(
                    $"No address of service '{uri.Host}' is configured: start through Wav2Kp.AppHost, or set services__{uri.Host}__http__0.")
                : uri;
        }
    }
}
