using System.Net;
using System.Threading.RateLimiting;
using Wav2Kp.Studio.Errors;

namespace Wav2Kp.Studio.Http;

/// <summary>
/// Lets requests through that know the <see cref="AccessToken"/>, if there is one: in the header <c>Authorization: Bearer TOKEN</c>, or in the cookie
/// of a browser that has shown it on the sign-in page. Nobody may try many tokens: after some wrong ones an address waits.
/// </summary>
internal sealed class AccessGuard(RequestDelegate next, AccessToken token) : IDisposable
{
    /// <summary>Where a browser sends the token.</summary>
    public const string SignIn = "/sign-in";

    private const string Cookie = "wav2kp-session";
    private const int MaxWrong = 20;
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<IPAddress> _wrong = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions { PermitLimit = MaxWrong, Window = s_window }));

    private readonly Lazy<bool> _isOpen = new(() => token.OutsideAddress is not null);

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Path == "/health" || request.Path == "/alive")
        {
            await next(context);
        }
        else if (!token.IsRequired)
        {
            // a start that can tell so beforehand fails; this is for whatever else made it listen there
            if (_isOpen.Value)
                await Problems.WriteAsync(context, StatusCodes.Status403Forbidden, "no-token-set", "This server listens beyond its own machine without a token: set Studio:Token.");
            else
                await next(context);
        }
        else if (HttpMethods.IsPost(request.Method) && request.Path == SignIn)
        {
            await SignInAsync(context);
        }
        else if (IsKnown(request))
        {
            await next(context);
        }
        else if (request.Headers.Authorization.Count > 0 && !MayTryAgain(context))
        {
            await TooManyAsync(context);
        }
        else if (WantsPage(request))
        {
            await SendPageAsync(context, null);
        }
        else
        {
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"wav2kp\"";
            await Problems.WriteAsync(context, StatusCodes.Status401Unauthorized, "token-needed", request.Headers.Authorization.Count > 0
                ? "This is not the server's token: check the header 'Authorization: Bearer TOKEN' (the command line takes it from WAV2KP_TOKEN)."
                : "This server asks for its token: send the header 'Authorization: Bearer TOKEN' (the command line takes it from WAV2KP_TOKEN).");
        }
    }

    public void Dispose() => _wrong.Dispose();

    private bool IsKnown(HttpRequest request)
    {
        const string scheme = "Bearer ";
        string? header = request.Headers.Authorization;
        return (header is not null && header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && token.Is(header[scheme.Length..].Trim()))
            || token.IsSession(request.Cookies[Cookie]);
    }

    private async Task SignInAsync(HttpContext context)
    {
        string? given = context.Request.HasFormContentType ? (await context.Request.ReadFormAsync(context.RequestAborted))["token"] : default;
        if (token.Is(given))
        {
            context.Response.Cookies.Append(Cookie, token.Session!, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, IsEssential = true });
            context.Response.Redirect("/");
        }
        else if (MayTryAgain(context))
        {
            await SendPageAsync(context, "This is not the server's token.");
        }
        else
        {
            await TooManyAsync(context);
        }
    }

    private bool MayTryAgain(HttpContext context)
    {
        using RateLimitLease lease = _wrong.AttemptAcquire(context.Connection.RemoteIpAddress ?? IPAddress.None);
        return lease.IsAcquired;
    }

    private static bool WantsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Authorization.Count == 0 && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static Task TooManyAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = ((int)s_window.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Problems.WriteAsync(context, StatusCodes.Status429TooManyRequests, "too-many-tries", "Too many wrong tokens came from this address: wait a minute.");
    }

    private static async Task SendPageAsync(HttpContext context, string? fault)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        await context.Response.WriteAsync($"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>Wav2Kp: sign in</title></head>
            <body>
            <h1>Wav2Kp</h1>
            <form method="post" action="{SignIn}">
            <p><label for="token">The server's token (its setting Studio:Token)</label></p>
            <p><input id="token" name="token" type="password" autocomplete="current-password" required autofocus {(fault is null ? "" : "aria-describedby=\"fault\" aria-invalid=\"true\"")}> <button>Sign in</button></p>
            {(fault is null ? "" : $"<p id=\"fault\" role=\"alert\">{fault}</p>")}
            </form>
            </body>
            </html>
            """, context.RequestAborted);
    }
}
