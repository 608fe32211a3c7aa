using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Wav2Kp.Studio.Errors;

namespace Wav2Kp.Studio.Live;

/// <summary>
/// Passes a WebSocket on to the Inference service, byte by byte in both directions: what is slow on one side slows the other down, and
/// nothing is kept here.
/// </summary>
internal sealed class LiveProxy(HttpClient http, IHostApplicationLifetime lifetime)
{
    /// <summary>The name of the service that listens.</summary>
    public const string Service = "inference";

    private const string WebSocket = "websocket";
    private const int BufferBytes = 1 << 14;

    /// <summary>Connects the request's sender with the service; returns when one of them has gone.</summary>
    /// <exception cref="ApiException">The request is none for a WebSocket, or the service cannot be reached.</exception>
    public async Task ForwardAsync(HttpContext context)
    {
        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        string? key = context.Request.Headers[HeaderNames.SecWebSocketKey];
        if (upgrade is not { IsUpgradableRequest: true } || string.IsNullOrEmpty(key) || !context.Request.Headers.Upgrade.ToString().Equals(WebSocket, StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Headers.Upgrade = WebSocket;
            throw new ApiException(StatusCodes.Status426UpgradeRequired, "no-websocket", "Live speech comes over a WebSocket: connect with ws:// or wss:// instead of http.");
        }
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var response = await ConnectAsync(key, context.Request.Headers[HeaderNames.SecWebSocketVersion], ended.Token);
        context.Response.Headers.Upgrade = WebSocket;
        context.Response.Headers[HeaderNames.SecWebSocketAccept] = response.Headers.GetValues(HeaderNames.SecWebSocketAccept).FirstOrDefault();
        await using var speaker = await upgrade.UpgradeAsync();
        await using var service = await response.Content.ReadAsStreamAsync(ended.Token);
        Task[] both = [CopyAsync(speaker, service, ended.Token), CopyAsync(service, speaker, ended.Token)];
        await Task.WhenAny(both);
        await ended.CancelAsync();
        await Task.WhenAll(both);
    }

    private async Task<HttpResponseMessage> ConnectAsync(string key, string? version, CancellationToken cancellationToken)
    {
        // what else the sender says of itself, its cookie and its token above all, is not for the service
        using var message = new HttpRequestMessage(HttpMethod.Get, "live") { Version = HttpVersion.Version11 };
        message.Headers.Connection.Add("Upgrade");
        message.Headers.Upgrade.Add(new(WebSocket));
        message.Headers.TryAddWithoutValidation(HeaderNames.SecWebSocketKey, key);
        message.Headers.TryAddWithoutValidation(HeaderNames.SecWebSocketVersion, version);
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or InvalidOperationException or TimeoutException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new ApiException(StatusCodes.Status503ServiceUnavailable, "inference-unavailable", "The Inference service cannot be reached: connect again in a moment.");
        }
        if (response.StatusCode == HttpStatusCode.SwitchingProtocols && response.Headers.Contains(HeaderNames.SecWebSocketAccept))
            return response;
        using (response)
        {
            throw response.StatusCode == HttpStatusCode.BadRequest
                ? ApiException.Bad("wrong-handshake", "This is no handshake of a WebSocket of version 13.")
                : new ApiException(StatusCodes.Status502BadGateway, "inference-failed", $"The Inference service answered {(int)response.StatusCode}: its log has the details.");
        }
    }

    /// <summary>Copies until there is no more; a side that breaks off has no more.</summary>
    private static async Task CopyAsync(Stream from, Stream to, CancellationToken cancellationToken)
    {
        try
        {
            await from.CopyToAsync(to, BufferBytes, cancellationToken);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // the other side's connection is closed with this one's: that tells it
        }
    }
}
