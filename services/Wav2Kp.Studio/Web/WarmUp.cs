using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Wav2Kp.Studio.Web;

/// <summary>
/// Asks for the pages once when the server has started, as the first visitor would: what is compiled, connected and read on first use is there then.
/// In the background: nothing waits for it, neither the health check nor whoever is faster; and not before Studio is healthy, since the platform's start
/// has other work for the processors.
/// </summary>
internal sealed partial class WarmUp(IServer server, IHostApplicationLifetime lifetime, IConfiguration configuration, ILogger<WarmUp> logger) : BackgroundService
{
    private static readonly string[] s_pages = ["/health", "/", "/clips", "/jobs", "/runs", "/models", "/studio.css", "/js/studio.js", "/animate", "/train", "/api/v1/jobs"];
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stoppingToken.IsCancellationRequested || Address() is not { } address)
            return;
        long start = Environment.TickCount64;
        using var http = new HttpClient { BaseAddress = address, Timeout = s_patience };
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html,*/*");
        if (configuration["Studio:Token"] is { Length: > 0 } token)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (string page in s_pages)
        {
            while (!await AskAsync(http, page, stoppingToken))
            {
                // not healthy yet
                if (stoppingToken.IsCancellationRequested || Environment.TickCount64 - start > s_patience.TotalMilliseconds)
                    return;
                await Task.Delay(s_pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        LogReady(Environment.TickCount64 - start);
    }

    private static async Task<bool> AskAsync(HttpClient http, string page, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(page, cancellationToken);
            return response.StatusCode != HttpStatusCode.ServiceUnavailable;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    /// <summary>Where the server can be asked from here; null where it speaks TLS only, whose certificate need not be one for this machine.</summary>
    private Uri? Address() => server.Features.Get<IServerAddressesFeature>()?.Addresses
        .Select(BindingAddress.Parse).Where(a => a.Scheme == "http" && !a.IsUnixPipe && !a.IsNamedPipe)
        .Select(a => new UriBuilder("http", a.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "127.0.0.1" : a.Host, a.Port).Uri).FirstOrDefault();

    [LoggerMessage(Level = LogLevel.Debug, Message = "The pages are warm after {Milliseconds} ms")]
    private partial void LogReady(long milliseconds);
}
