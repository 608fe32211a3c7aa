using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Wav2Kp.Contracts.Api;
using Wav2Kp.Studio.Errors;

namespace Wav2Kp.Studio.Http;

/// <summary>
/// ETags of what the API shows (RFC 9110, section 8.8.3): the hash of its JSON. What has not changed since a client read it is not sent again,
/// and what has changed since is not overwritten by one that says what it read.
/// </summary>
internal static class ETags
{
    /// <summary>Gives the answers of a group's endpoints their ETags, and 304 to those who have them already.</summary>
    public static RouteGroupBuilder WithETags(this RouteGroupBuilder group) => group.AddEndpointFilter(async (invocation, next) =>
    {
        object? result = await next(invocation);
        var http = invocation.HttpContext;
        bool reads = HttpMethods.IsGet(http.Request.Method);
        if ((!reads && !HttpMethods.IsPatch(http.Request.Method) && !HttpMethods.IsPut(http.Request.Method))
            || result is not (IValueHttpResult { Value: { } value } and IStatusCodeHttpResult { StatusCode: StatusCodes.Status200OK }))
            return result;
        var tag = Of(value);
        http.Response.Headers.ETag = tag.ToString();
        http.Response.Headers.CacheControl = "private, no-cache";
        // weak ones count as equal here
        return reads && Read(http.Request.Headers.IfNoneMatch, HeaderNames.IfNoneMatch) is { } known && known.Any(k => k.Equals(EntityTagHeaderValue.Any) || k.Compare(tag, useStrongComparison: false))
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : result;
    });

    /// <summary>Whether the client says what it read before it changes it.</summary>
    public static bool IsConditional(HttpRequest request) => request.Headers.IfMatch.Count > 0;

    /// <summary>Refuses a change of something that is not what the client read. To be called where nobody else can change it meanwhile.</summary>
    /// <param name="request">The request.</param>
    /// <param name="current">What a GET of the same address shows now.</param>
    /// <exception cref="ApiException">It has changed: 412.</exception>
    public static void ThrowIfChanged(HttpRequest request, object current)
    {
        if (Read(request.Headers.IfMatch, HeaderNames.IfMatch) is not { } read)
            return;
        var tag = Of(current);
        if (!read.Any(r => r.Equals(EntityTagHeaderValue.Any) || r.Compare(tag, useStrongComparison: true)))
            throw new ApiException(StatusCodes.Status412PreconditionFailed, "changed", $"It has changed since you read it: its ETag is {tag} now. Read it again, and change that.");
    }

    private static EntityTagHeaderValue Of(object value)
    {
        using var hash = SHA256.Create();
        using (var stream = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
            JsonSerializer.Serialize(stream, value, value.GetType(), ApiJson.Options);
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(hash.Hash.AsSpan(0, 12))}\"");
    }

    private static IList<EntityTagHeaderValue>? Read(Microsoft.Extensions.Primitives.StringValues header, string name) => header.Count == 0 ? null
        : EntityTagHeaderValue.TryParseStrictList(header!, out var tags) ? tags
        : throw ApiException.Bad("wrong-etag", $"The header {name} holds ETags in double quotes, or *; it is '{header}'.");
}
