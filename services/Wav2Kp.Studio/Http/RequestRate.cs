using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Wav2Kp.Studio.Errors;

namespace Wav2Kp.Studio.Http;

/// <summary>
/// How many requests an address may make each second: the setting Studio:RequestsPerSecond, 500 where it is not set, 0 for any number. Ten
/// seconds' worth of them may come at once. What is more is refused at once, so that one client that runs wild does not keep the others waiting.
/// </summary>
internal static class RequestRate
{
    private const string Setting = "Studio:RequestsPerSecond";
    private const int Default = 500;
    private const int BurstSeconds = 10;
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    /// <exception cref="InvalidOperationException">The setting is no number, or below 0.</exception>
    public static void AddRequestRate(this WebApplicationBuilder builder)
    {
        int rate = Default;
        if (builder.Configuration[Setting] is { Length: > 0 } text && (!int.TryParse(text, CultureInfo.InvariantCulture, out rate) || rate < 0))
            throw new InvalidOperationException($"The setting {Setting} is a number of requests, 0 for any; it is '{text}'.");
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(context => Partition(context, rate));
            limiter.OnRejected = (rejection, _) => RefuseAsync(rejection.HttpContext, rate);
        });
    }

    private static RateLimitPartition<IPAddress> Partition(HttpContext context, int rate)
    {
        // whatever watches the service hears from it however busy it is
        if (rate == 0 || context.Request.Path == "/health" || context.Request.Path == "/alive")
            return RateLimitPartition.GetNoLimiter(IPAddress.None);
        return RateLimitPartition.GetTokenBucketLimiter(context.Connection.RemoteIpAddress ?? IPAddress.Any, _ => new TokenBucketRateLimiterOptions
        {
            TokensPerPeriod = rate,
            ReplenishmentPeriod = s_period,
            TokenLimit = rate * BurstSeconds,
        });
    }

    private static ValueTask RefuseAsync(HttpContext context, int rate)
    {
        context.Response.Headers.RetryAfter = "1";
        return new(Problems.WriteAsync(
            context, StatusCodes.Status429TooManyRequests, "too-many-requests", $"More than {rate} requests a second came from this address: wait a second ({Setting} sets how many)."));
    }
}
