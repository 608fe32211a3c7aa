using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Orchestration;

/// <summary>Healthy while a GET returns the expected status code.</summary>
internal static class HttpHealthCheck
{
    private static readonly HttpClient s_client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
    {
        Timeout = TimeSpan.FromSeconds(5),
    };

    public static async Task<HealthCheckResult> CheckAsync(string address, string path, int statusCode, CancellationToken cancellationToken)
    {
        Uri uri = new(new Uri(address), path);
        try
        {
            using HttpResponseMessage response =
                await s_client.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            return (int)response.StatusCode == statusCode
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy(
                    string.Create(CultureInfo.InvariantCulture, $"{uri} returned {(int)response.StatusCode} instead of {statusCode}."));
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy($"{uri} does not answer: {exception.Message}");
        }
    }
}
