using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Tests;

/// <summary>Live speech through Studio; in the place of the Inference service stands one that sends back what it hears.</summary>
public sealed class LiveTests(StudioServer server) : ConsoleTest(server), IAsyncLifetime
{
    private const string Token = "correct horse battery staple";
    private readonly List<WebApplication> _services = [];
    private readonly List<ServiceProcess> _studios = [];
    private readonly TaskCompletionSource<HttpRequest> _asked = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var studio in _studios)
            await studio.DisposeAsync();
        foreach (var service in _services)
            await service.DisposeAsync();
    }

    [Fact]
    public async Task What_is_said_and_answered_passes_through_unchanged_however_much_it_is()
    {
        var studio = await StudioAsync(await EchoAsync());
        using var socket = await ConnectAsync(studio);
        // more than a request's body may have
        byte[] piece = new byte[64_000], back = new byte[64_000];
        for (int i = 0; i < 200; i++)
        {
            Random.Shared.NextBytes(piece);
            await socket.SendAsync(piece, WebSocketMessageType.Binary, true, Cancellation);
            int length = 0;
            for (ValueWebSocketReceiveResult part = default; !part.EndOfMessage; length += part.Count)
                part = await socket.ReceiveAsync(back.AsMemory(length), Cancellation);
            length.ShouldBe(piece.Length);
            back.AsSpan().SequenceEqual(piece).ShouldBeTrue();
        }
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "enough", Cancellation);
        (socket.CloseStatus, socket.CloseStatusDescription).ShouldBe((WebSocketCloseStatus.NormalClosure, "echoed enough"));
    }

    [Fact]
    public async Task The_service_is_told_nothing_of_who_asks()
    {
        var studio = await StudioAsync(await EchoAsync(), ("Studio__Token", Token));
        using var socket = await ConnectAsync(studio, ("Authorization", $"Bearer {Token}"), ("Cookie", "wav2kp-session=x"), ("Origin", studio.Address.GetLeftPart(UriPartial.Authority)));
        var asked = await _asked.Task.WaitAsync(Cancellation);
        foreach (string header in new[] { "Authorization", "Cookie", "Origin" })
            asked.Headers.ContainsKey(header).ShouldBeFalse(header);
    }

    [Fact]
    public async Task Who_has_no_token_and_pages_of_other_sites_are_not_let_in()
    {
        var service = await EchoAsync();
        var closed = await StudioAsync(service, ("Studio__Token", Token));
        await RefusedAsync(closed, HttpStatusCode.Unauthorized);
        await RefusedAsync(closed, HttpStatusCode.Unauthorized, ("Authorization", "Bearer wrong"));
        var open = await StudioAsync(service);
        string own = open.Address.GetLeftPart(UriPartial.Authority);
        foreach (string origin in new[] { "http://evil.example", "null", own + "0", own.Replace("http://", "https://"), "http://127.0.0.1" })
            await RefusedAsync(open, HttpStatusCode.Forbidden, ("Origin", origin));
        await RefusedAsync(open, HttpStatusCode.Forbidden, ("Origin", own), ("Sec-Fetch-Site", "cross-site"));
        await RefusedAsync(open, HttpStatusCode.Forbidden, ("Host", "evil.example"));
        _asked.Task.IsCompleted.ShouldBeFalse("nothing of it reached the service");
        using var own1 = await ConnectAsync(open, ("Origin", own));
    }

    [Fact]
    public async Task A_side_that_breaks_off_ends_the_other_one()
    {
        var service = await EchoAsync();
        var studio = await StudioAsync(service);
        using (var vanishing = await ConnectAsync(studio))
            vanishing.Abort();
        await Echoing().WaitAsync(TimeSpan.FromSeconds(60), Cancellation);

        using var socket = await ConnectAsync(studio);
        await service.StopAsync(new CancellationToken(canceled: true));
        await service.DisposeAsync();
        _services.Remove(service);
        await Should.ThrowAsync<WebSocketException>(async () => await socket.ReceiveAsync(new byte[10].AsMemory(), Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Cancellation));
        await RefusedAsync(studio, HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_request_that_is_no_websocket_is_told_so()
    {
        using var plain = await Server.Http.GetAsync("live", Cancellation);
        plain.StatusCode.ShouldBe(HttpStatusCode.UpgradeRequired);
        (await plain.Content.ReadAsStringAsync(Cancellation)).ShouldContain("no-websocket");
    }

    [Fact]
    public async Task The_page_offers_models_that_can_animate_live_and_says_how_to_make_one()
    {
        var other = await ModelAsync();
        string none = TextOf(await PageAsync("/live"));
        none.ShouldContain("wav2kp train --recipe wav2kp-live-100");
        (await Server.Http.GetStringAsync("live/models", Cancellation)).ShouldBe("[]");

        var model = await ModelAsync();
        await ChangeAsync(async catalog =>
            (await catalog.Models.FindAsync([model.Id], Cancellation))!.Recipe = JsonSerializer.SerializeToElement(new { name = "mine", window = new { placement = "trailing", lookAhead = 60 } }));
        string html = await PageAsync($"/live?model={model.Id}");
        html.ShouldContain($"<option value=\"{model.Id}\" data-ahead=\"60\" selected>");
        html.ShouldNotContain(other.Id.ToString());
        TextOf(html).ShouldContain($"{model.Name} 1 (looks 60 ms ahead)");
        var listed = JsonSerializer.Deserialize<LiveModel[]>(await Server.Http.GetStringAsync("live/models", Cancellation), ApiJson.Options)!.ShouldHaveSingleItem();
        (listed.Id, listed.Recipe, listed.LookAheadMs).ShouldBe((model.Id, "mine", 60));

        await ChangeAsync(async catalog => (await catalog.Models.FindAsync([model.Id], Cancellation))!.Stage = ModelStage.Archived);
        (await PageAsync("/live")).ShouldNotContain(model.Id.ToString());
    }

    private int _echoing;

    /// <summary>Until nobody is connected any more.</summary>
    private async Task Echoing()
    {
        while (Volatile.Read(ref _echoing) > 0 || !_asked.Task.IsCompleted)
            await Task.Delay(20, Cancellation);
    }

    private async Task<WebApplication> EchoAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        var app = builder.Build();
        app.UseWebSockets();
        app.MapGet("/live", async (HttpContext context) =>
        {
            Interlocked.Increment(ref _echoing);
            _asked.TrySetResult(context.Request);
            try
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                byte[] buffer = new byte[10_000];
                while (true)
                {
                    var part = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                    if (part.MessageType == WebSocketMessageType.Close)
                    {
                        await socket.CloseAsync(socket.CloseStatus!.Value, "echoed " + socket.CloseStatusDescription, CancellationToken.None);
                        return;
                    }
                    await socket.SendAsync(buffer.AsMemory(0, part.Count), part.MessageType, part.EndOfMessage, CancellationToken.None);
                }
            }
            catch (WebSocketException)
            {
                // the other side broke off: the test looks at what follows
            }
            finally
            {
                Interlocked.Decrement(ref _echoing);
            }
        });
        await app.StartAsync(Cancellation);
        _services.Add(app);
        return app;
    }

    private async Task<ServiceProcess> StudioAsync(WebApplication service, params (string Name, string Value)[] settings)
    {
        string address = service.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        var studio = await Server.StartStudioAsync(Server.Ingest.Address.ToString(), [.. settings, ("services__inference__http__0", address)]);
        _studios.Add(studio);
        return studio;
    }

    private static Uri Address(ServiceProcess studio) => new UriBuilder(studio.Address) { Scheme = "ws", Path = "/api/v1/live" }.Uri;

    private static async Task<ClientWebSocket> ConnectAsync(ServiceProcess studio, params (string Name, string Value)[] headers)
    {
        var socket = new ClientWebSocket();
        foreach (var (name, value) in headers)
            socket.Options.SetRequestHeader(name, value);
        await socket.ConnectAsync(Address(studio), Cancellation);
        return socket;
    }

    private static async Task RefusedAsync(ServiceProcess studio, HttpStatusCode status, params (string Name, string Value)[] headers)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        foreach (var (name, value) in headers)
            socket.Options.SetRequestHeader(name, value);
        await Should.ThrowAsync<WebSocketException>(() => socket.ConnectAsync(Address(studio), Cancellation));
        socket.HttpStatusCode.ShouldBe(status, string.Join(", ", headers));
    }
}
