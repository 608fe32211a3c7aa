using System.Net.WebSockets;
using Microsoft.Extensions.Options;

namespace Wav2Kp.Inference.Live;

/// <summary>Takes speakers in, as many at a time as the settings allow.</summary>
internal sealed class LiveService(ILiveSource source, IOptions<LiveSettings> settings, IHostApplicationLifetime lifetime, ILogger<LiveService> logger) : IDisposable
{
    // who sends faster than one speaks takes turns with the others
    private readonly SemaphoreSlim _processors = new(Environment.ProcessorCount);
    private int _sessions;

    /// <summary>How many speak now.</summary>
    public int Sessions => Volatile.Read(ref _sessions);

    /// <summary>Answers a request for a session, and returns when that has ended.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        // programs and Studio send no origin: a page that a browser has open must not get here past Studio
        if (context.Request.Headers.Origin.Count > 0)
        {
            await Refuse(StatusCodes.Status403Forbidden, "cross-site", "Pages in a browser speak through Studio.").ExecuteAsync(context).ConfigureAwait(false);
            return;
        }
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            await Refuse(StatusCodes.Status426UpgradeRequired, "no-websocket", "Live speech comes over a WebSocket: connect with ws:// instead of http://.").ExecuteAsync(context).ConfigureAwait(false);
            return;
        }
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            KeepAliveInterval = TimeSpan.FromSeconds(15),
            KeepAliveTimeout = TimeSpan.FromSeconds(15),
        }).ConfigureAwait(false);
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        LiveSession session = new(socket, source, settings.Value, _processors, logger);
        bool admitted = Interlocked.Increment(ref _sessions) <= settings.Value.MaxSessions;
        try
        {
            await session.RunAsync(admitted, lifetime.ApplicationStopping, ended.Token).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _sessions);
        }
    }

    public void Dispose() => _processors.Dispose();

    private static IResult Refuse(int status, string code, string detail) =>
        Results.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });
}
