using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Wav2Kp.Studio.Web;

/// <summary>Serves the page that lists jobs and runs and plays a result.</summary>
internal static class ConsolePage
{
    private static readonly (string Path, string Resource, string Type)[] s_files =
    [
        ("/", "index.html", "text/html; charset=utf-8"),
        ("/studio.css", "studio.css", "text/css; charset=utf-8"),
        ("/studio.js", "studio.js", "text/javascript; charset=utf-8"),
    ];

    public static void MapConsolePage(this IEndpointRouteBuilder endpoints)
    {
        foreach (var (path, resource, type) in s_files)
        {
            byte[] content = Read(resource);
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\"");
            endpoints.MapGet(path, (HttpContext context) => Send(context, content, type, tag)).ExcludeFromDescription();
        }
    }

    private static FileContentHttpResult Send(HttpContext context, byte[] content, string type, EntityTagHeaderValue tag)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-cache";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; media-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        return TypedResults.File(content, type, entityTag: tag);
    }

    private static byte[] Read(string name)
    {
        using var stream = typeof(ConsolePage).Assembly.GetManifestResourceStream("page/" + name)
            ?? throw new InvalidOperationException($"The program was built without its page's {name}.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
