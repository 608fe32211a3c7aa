using System.Text.Encodings.Web;
using Wav2Kp.Contracts.Api;
using Wav2Kp.Studio.Web;

namespace Wav2Kp.Studio.Errors;

/// <summary>A problem as a page, for people who followed a link or typed an address.</summary>
internal static class ErrorPage
{
    private static readonly object s_reason = new();

    /// <summary>Whether a browser asked for a page.</summary>
    public static bool IsWanted(HttpRequest request) =>
        !request.Path.StartsWithSegments("/api") && !request.Path.StartsWithSegments("/openapi")
        && request.Headers.Accept.Any(a => a?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>There is nothing at the page's address, and why.</summary>
    public static void NotFound(HttpContext context, string reason)
    {
        context.Items[s_reason] = reason;
        context.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    /// <summary>Why, where a page said so.</summary>
    public static string? Reason(HttpContext context) => context.Items.TryGetValue(s_reason, out object? reason) ? (string?)reason : null;

    public static async Task WriteAsync(HttpContext context, Problem problem, CancellationToken cancellationToken)
    {
        context.Response.StatusCode = problem.Status ?? StatusCodes.Status500InternalServerError;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        WebConsole.SetHeaders(context.Response.Headers);
        string title = problem.Status == StatusCodes.Status404NotFound ? "Nothing here" : problem.Title ?? "Something went wrong";
        await context.Response.WriteAsync($"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
            <title>{Encode(title)} – Wav2Kp Studio</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/studio.css"></head>
            <body><header class="bar"><a class="brand" href="/">Wav2Kp <span>Studio</span></a></header>
            <main id="content" tabindex="-1"><section class="card"><h1>{Encode(title)}</h1><p>{Encode(problem.Detail ?? "")}</p><p><a href="/">Overview</a></p></section></main></body>
            </html>
            """, cancellationToken);
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
