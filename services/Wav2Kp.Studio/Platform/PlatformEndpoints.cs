using Microsoft.AspNetCore.Http.HttpResults;
using Wav2Kp.Studio.Errors;
using Wav2Kp.Studio.Http;
using Api = Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Platform;

/// <summary>Listing the services with their states, and reading their logs.</summary>
internal static class PlatformEndpoints
{
    private const int LongestSearch = 200;

    public static void MapPlatform(this RouteGroupBuilder api)
    {
        var services = api.MapGroup("/services").WithTags("Services");
        services.MapGet("/", ListAsync).Fails(404)
            .WithSummary("List the services and servers with state, restarts, uptime, processors, memory and endpoint, where Wav2Kp's AppHost started them on this machine.");
        services.MapGet("/{name}/logs", LogAsync).Fails(400, 404)
            .WithSummary("Read a service's log: the newest entries, or those after a place that an earlier answer gave as next; with a text that they hold and the least grave level.");
    }

    private static async Task<Ok<IReadOnlyList<Api.ServiceInfo>>> ListAsync(PlatformReader platform, CancellationToken cancellationToken) =>
        TypedResults.Ok(await platform.ServicesAsync(cancellationToken) ?? throw PlatformReader.Unknown());

    private static async Task<Ok<Api.LogPage>> LogAsync(
        string name, string? level, string? search, string? after, int? limit, PlatformReader platform, CancellationToken cancellationToken)
    {
        if (level is not null && !LogFile.Levels.Contains(level))
            throw ApiException.Field("level", $"level is one of {string.Join(", ", LogFile.Levels)}; it is '{level}'.");
        if (search?.Length > LongestSearch)
            throw ApiException.Field("search", $"search is {search.Length} characters long; at most {LongestSearch} are looked for.");
        if (limit is < 1 or > LogFile.MostEntries)
            throw ApiException.Field("limit", $"limit lies between 1 and {LogFile.MostEntries}; it is {limit}.");
        if (await platform.LogAsync(name, cancellationToken) is { } log)
            return TypedResults.Ok(await log.ReadAsync(search, level, after, limit ?? Request.DefaultLimit, cancellationToken));
        throw await platform.ServicesAsync(cancellationToken) is null ? PlatformReader.Unknown() : ApiException.NotFound("log of a service", $"'{name}'");
    }
}
