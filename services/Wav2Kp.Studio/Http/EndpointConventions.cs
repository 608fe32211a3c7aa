using Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Http;

/// <summary>What the OpenAPI document says of endpoints beyond their types.</summary>
internal static class EndpointConventions
{
    /// <summary>The endpoint may answer with problem details of these statuses.</summary>
    public static RouteHandlerBuilder Fails(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (int status in statuses)
            endpoint.Produces<Problem>(status, "application/problem+json");
        return endpoint;
    }

    /// <summary>The endpoint answers with a file or a range of it.</summary>
    public static RouteHandlerBuilder SendsFile(this RouteHandlerBuilder endpoint) => endpoint
        .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream")
        .Produces(StatusCodes.Status206PartialContent, contentType: "application/octet-stream")
        .Produces(StatusCodes.Status304NotModified)
        .Fails(404, 416);

    /// <summary>The endpoint takes a file as its body.</summary>
    public static RouteHandlerBuilder TakesFile(this RouteHandlerBuilder endpoint) => endpoint.Accepts<Stream>("application/octet-stream");
}
