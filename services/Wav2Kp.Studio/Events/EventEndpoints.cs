using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Wav2Kp.Studio.Errors;
using Wav2Kp.Studio.Http;
using Wav2Kp.Studio.Platform;

namespace Wav2Kp.Studio.Events;

/// <summary>Telling what changes as it does: server-sent events.</summary>
internal static class EventEndpoints
{
    private const int MostListeners = 200;
    private const int AtOnce = 50;

    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    public static void MapEvents(this RouteGroupBuilder api) =>
        api.MapGet("/events", ListenAsync).WithTags("Events").WithSummary("Listen to what changes (server-sent events), topics: jobs, runs, clips, datasets, models and services, separated by commas; all when missing.")
            .WithDescription("""
                Each event has its topic's name and, as data, the thing as it is now: a job without steps, files and parameters; a run without parameters and artifacts;
                a clip's id, name, state, code, reason and updatedAt; a dataset's version without clips; a model without recipe and files; a service. Of a run, a clip or a version that was
                deleted it is {"id":…,"deleted":true}. A client that comes back says what it saw last in Last-Event-ID, as browsers do, or by lastEventId, and gets what
                it missed. Where that is not known any more, because it was away or slow for too long, the event 'reset' comes first: whatever it shows is to be read anew. A comment every
                15 seconds tells that the connection lives. With log=NAME the event 'log' comes whenever something was written to that service's log.
                """)
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream").Fails(400, 404, 503);

    private static async Task<IResult> ListenAsync(
        string? topics, string? lastEventId, string? log, [FromHeader(Name = "Last-Event-ID")] string? lastSeen, EventLog events, PlatformReader platform, CancellationToken cancellationToken)
    {
        var wanted = (topics ?? (log is null ? string.Join(',', Topics.All) : "")).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        if (wanted.FirstOrDefault(t => !Topics.All.Contains(t)) is { } unknown)
            throw ApiException.Field("topics", $"topics are {string.Join(", ", Topics.All)}; '{unknown}' is none.");
        LogFile? file = null;
        if (log is not null)
            file = await platform.LogAsync(log, cancellationToken) ?? throw ApiException.NotFound("log of a service", $"'{log}'");
        string? seen = string.IsNullOrEmpty(lastSeen) ? lastEventId : lastSeen;
        return new EventStream(events, wanted, string.IsNullOrEmpty(seen) ? null : EventPlace.Parse(seen), file);
    }

    private sealed class EventStream(EventLog events, IReadOnlySet<string> topics, EventPlace? from, LogFile? file) : IResult
    {
        public async Task ExecuteAsync(HttpContext context)
        {
            using var listener = events.Listen(MostListeners)
                ?? throw new ApiException(StatusCodes.Status503ServiceUnavailable, "too-many-listeners", $"{MostListeners} listen already: try again in a moment, or ask now and then instead.");
            var lifetime = context.RequestServices.GetRequiredService<IHostApplicationLifetime>();
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers["X-Accel-Buffering"] = "no"; // proxies pass it on as it comes
            try
            {
                await SendAsync(context.Response, ends.Token);
            }
            catch (OperationCanceledException) when (ends.IsCancellationRequested)
            {
                // the listener or the server goes
            }
        }

        private async Task SendAsync(HttpResponse response, CancellationToken cancellationToken)
        {
            var place = from ?? events.Last;
            await WriteAsync(response, $"retry: 2000\nid: {place}\n\n", cancellationToken);
            var written = file?.Stamp;
            long told = Environment.TickCount64;
            while (true)
            {
                var (found, next) = events.Read(place, topics, AtOnce);
                place = next;
                if (found is null)
                    await WriteAsync(response, string.Create(CultureInfo.InvariantCulture, $"event: reset\nid: {place}\ndata: {{}}\n\n"), cancellationToken);
                else if (found.Count > 0)
                    await WriteAsync(response, string.Concat(found.Select(e => $"event: {e.Topic}\nid: {place with { Number = e.Number }}\ndata: {e.Data}\n\n")), cancellationToken);
                if (file is not null && file.Stamp != written)
                {
                    written = file.Stamp;
                    await WriteAsync(response, "event: log\ndata: {}\n\n", cancellationToken);
                    told = Environment.TickCount64;
                }
                if (found is not { Count: 0 })
                    told = Environment.TickCount64;
                else if (Environment.TickCount64 - told >= s_heartbeat.TotalMilliseconds)
                {
                    await WriteAsync(response, ":\n\n", cancellationToken);
                    told = Environment.TickCount64;
                }
                await events.WaitAsync(place).WaitAsync(file is null ? s_heartbeat : s_look, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        private static async Task WriteAsync(HttpResponse response, string text, CancellationToken cancellationToken)
        {
            await response.WriteAsync(text, cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
        }
    }
}
