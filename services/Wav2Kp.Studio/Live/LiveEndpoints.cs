using Microsoft.AspNetCore.Http.HttpResults;
using Wav2Kp.Studio.Http;
using Api = Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Live;

/// <summary>Animating while one speaks.</summary>
internal static class LiveEndpoints
{
    public static void MapLive(this RouteGroupBuilder api)
    {
        var live = api.MapGroup("/live").WithTags("Live");
        live.MapGet("/", (HttpContext context, LiveProxy proxy) => proxy.ForwardAsync(context))
            .WithSummary("Speak and receive the face's points meanwhile: a WebSocket, see docs/live.md.")
            .Produces(StatusCodes.Status101SwitchingProtocols).Fails(400, 403, 426, 502, 503);
        live.MapGet("/models", ListAsync).WithSummary("List the models that can animate while one speaks: those in production, then the newest.").Fails(400);
    }

    private static async Task<Ok<IReadOnlyList<Api.LiveModel>>> ListAsync(int? limit, LiveModelReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.ListAsync(Request.Limit(limit), cancellationToken));
}
