using System.Security.Cryptography;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Wav2Kp.Studio.Components;

namespace Wav2Kp.Studio.Web;

/// <summary>
/// The console: pages rendered here from the Razor components in Components/, and the scripts and styles that they use, which are
/// part of the program so that it is served from whatever folder the program is started in.
/// </summary>
internal static class WebConsole
{
    private const string Prefix = "console/";

    // nothing from elsewhere, no script or style within a page: text of a user that slipped through could do nothing
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; media-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static readonly Dictionary<string, string> s_types = new()
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".html"] = "text/html; charset=utf-8",
    };

    public static void AddWebConsole(this IServiceCollection services) => services.AddRazorComponents();

    public static void MapWebConsole(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
            {
                SetHeaders(context.Response.Headers);
                context.Response.Headers.CacheControl = "no-store"; // pages show what is so now
            }
            return next(context);
        });
        // the pages change nothing by forms: whatever changes goes through the API, which LoopbackGuard keeps other sites from
        app.MapRazorComponents<App>().DisableAntiforgery();
        foreach (string resource in typeof(WebConsole).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            byte[] content = Read(resource);
            string type = s_types[Path.GetExtension(resource)];
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\"");
            app.MapGet("/" + resource[Prefix.Length..], (HttpContext context) => Send(context, content, type, tag)).ExcludeFromDescription();
        }
    }

    /// <summary>The headers of every page.</summary>
    public static void SetHeaders(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = Policy;
    }

    private static FileContentHttpResult Send(HttpContext context, byte[] content, string type, EntityTagHeaderValue tag)
    {
        SetHeaders(context.Response.Headers);
        context.Response.Headers.CacheControl = "no-cache";
        return TypedResults.File(content, type, entityTag: tag);
    }

    private static byte[] Read(string resource)
    {
        using var stream = typeof(WebConsole).Assembly.GetManifestResourceStream(resource)!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
