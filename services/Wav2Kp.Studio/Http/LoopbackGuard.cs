using System.Net;
using Wav2Kp.Studio.Errors;

namespace Wav2Kp.Studio.Http;

/// <summary>
/// Keeps other web sites out. Without a token the API asks for no password, so a page open in a browser on this machine must not reach it:
/// neither under a name that was made to lead here, nor by sending a form or a file or opening a WebSocket across sites.
/// Hosts beyond this machine's own names are allowed by the setting AllowedHosts (separated by semicolons; * allows any), and all of them where
/// requests must bring a token and AllowedHosts is not set: a page under another name has no cookie.
/// </summary>
internal sealed class LoopbackGuard(RequestDelegate next, IConfiguration configuration, AccessToken token)
{
    private readonly string[] _hosts = (configuration["AllowedHosts"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        // whatever watches the service may call it by its address
        if (request.Path == "/health" || request.Path == "/alive")
            return next(context);
        if (!IsAllowed(request.Host.Host))
            return Refuse(context, "wrong-host", $"This server does not go by the name '{request.Host.Host}'.");
        // what begins like reading and becomes a WebSocket is no reading: browsers let pages of other sites do that too
        bool reads = request.Headers.Upgrade.Count == 0 && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));
        if (!reads && IsFromElsewhere(request))
            return Refuse(context, "cross-site", "Requests from pages of other sites are not answered.");
        return next(context);
    }

    private bool IsAllowed(string host) =>
        host is "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address))
        || (token.IsRequired && _hosts.Length == 0) || _hosts.Any(h => h == "*" || h.Equals(host, StringComparison.OrdinalIgnoreCase));

    private static bool IsFromElsewhere(HttpRequest request)
    {
        string? site = request.Headers["Sec-Fetch-Site"];
        if (site is not null)
            return site is not ("same-origin" or "none");
        string? origin = request.Headers.Origin;
        return !string.IsNullOrEmpty(origin) && !origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }

    private static Task Refuse(HttpContext context, string code, string detail) => Problems.WriteAsync(context, StatusCodes.Status403Forbidden, code, detail);
}
