using System.Net;
using System.Net.Http.Headers;

namespace Wav2Kp.Studio.Tests;

/// <summary>Who is let in where Studio asks for a token.</summary>
public sealed class AccessTests(StudioServer server) : ApiTest(server), IAsyncLifetime
{
    private const string Token = "correct horse battery staple";
    private ServiceProcess? _studio;
    private HttpClient? _http;

    public async ValueTask InitializeAsync()
    {
        _studio = await Server.StartStudioAsync(Server.Ingest.Address.ToString(), ("Studio__Token", Token));
        _http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = _studio.Address };
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        await (_studio?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task Only_who_knows_the_token_gets_in()
    {
        foreach (string? header in new[] { null, "Bearer", "Bearer ", "Bearer correct horse battery stapl", $"Bearer {Token}x", $"Basic {Token}", Token })
        {
            using var refused = await AskAsync(HttpMethod.Get, "/api/v1/runs", header);
            refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, header);
            refused.Headers.WwwAuthenticate.ShouldHaveSingleItem().Scheme.ShouldBe("Bearer");
            refused.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        }
        foreach (string path in new[] { "/", "/openapi/v1.json", "/api/v1/no-such", "/no-such", "/studio.css" })
            (await AskAsync(HttpMethod.Get, path, null)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, path);
        (await AskAsync(HttpMethod.Get, "/api/v1/runs", $"Bearer {Token}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await AskAsync(HttpMethod.Get, "/alive", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        // by whatever name it goes, since it asks for the token
        (await AskAsync(HttpMethod.Get, "/api/v1/runs", $"Bearer {Token}", host: "studio.example")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_browser_signs_in_once()
    {
        using var page = await AskAsync(HttpMethod.Get, "/", null, accept: "text/html");
        page.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await page.Content.ReadAsStringAsync(Cancellation)).ShouldContain("type=\"password\"");
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors 'none'");

        using var wrong = await SignInAsync("<script>alert(1)</script>");
        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await wrong.Content.ReadAsStringAsync(Cancellation)).ShouldNotContain("alert(1)");

        using var right = await SignInAsync(Token);
        right.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        string cookie = right.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=strict", Case.Insensitive);
        cookie.ShouldNotContain(Token);
        (await AskAsync(HttpMethod.Get, "/api/v1/runs", null, cookie: cookie.Split(';')[0])).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await AskAsync(HttpMethod.Get, "/api/v1/runs", null, cookie: cookie.Split(';')[0] + "0")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        // a page of another site cannot use the cookie to change anything
        (await AskAsync(HttpMethod.Post, "/api/v1/runs", null, cookie: cookie.Split(';')[0], origin: "https://evil.example")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Tokens_cannot_be_tried_out()
    {
        HttpStatusCode last = default;
        for (int i = 0; i < 40 && last != HttpStatusCode.TooManyRequests; i++)
            last = (i % 2 == 0 ? await AskAsync(HttpMethod.Get, "/api/v1/runs", $"Bearer guess {i}") : await SignInAsync($"guess {i}")).StatusCode;
        last.ShouldBe(HttpStatusCode.TooManyRequests);
        // who knows it is let in meanwhile
        (await AskAsync(HttpMethod.Get, "/api/v1/runs", $"Bearer {Token}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("ASPNETCORE_URLS", "http://0.0.0.0:0", "set Studio__Token")]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:0;http://*:0", "set Studio__Token")]
    [InlineData("Kestrel__Endpoints__all__Url", "http://[::]:0", "set Studio__Token")]
    [InlineData("Studio__Token", "short", "16 or more")]
    [InlineData("Studio__RequestsPerSecond", "-1", "0 for any")]
    public async Task It_does_not_start_where_others_could_come_in(string setting, string value, string says) =>
        (await Should.ThrowAsync<InvalidOperationException>(() => Server.StartStudioAsync(Server.Ingest.Address.ToString(), (setting, value)))).Message.ShouldContain(says);

    [Fact]
    public async Task One_who_asks_too_much_is_told_to_wait_and_heard_again_after_that()
    {
        await using var studio = await Server.StartStudioAsync(Server.Ingest.Address.ToString(), ("Studio__RequestsPerSecond", "5"));
        using HttpClient http = new() { BaseAddress = studio.Address };
        HttpStatusCode[] statuses = await Task.WhenAll(Enumerable.Range(0, 400).Select(async _ =>
        {
            using var answer = await http.GetAsync("/api/v1/recipes", Cancellation);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
                (await answer.Content.ReadAsStringAsync(Cancellation)).ShouldContain("too-many-requests");
            }
            return answer.StatusCode;
        }));
        statuses.Count(s => s == HttpStatusCode.OK).ShouldBeGreaterThanOrEqualTo(40);
        statuses.Count(s => s == HttpStatusCode.TooManyRequests).ShouldBeGreaterThan(100);
        // healthy or not yet, it says so
        (await http.GetAsync("/health", Cancellation)).StatusCode.ShouldNotBe(HttpStatusCode.TooManyRequests);
        HttpStatusCode last = default;
        for (int i = 0; i < 30 && last != HttpStatusCode.OK; i++)
        {
            await Task.Delay(1000, Cancellation);
            last = (await http.GetAsync("/api/v1/recipes", Cancellation)).StatusCode;
        }
        last.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Every_answer_forbids_browsers_what_they_need_not_do()
    {
        foreach (string path in new[] { "/", "/api/v1/runs", "/openapi/v1.json", "/no-such" })
        {
            using var answer = await AskAsync(HttpMethod.Get, path, $"Bearer {Token}");
            answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff", path);
            answer.Headers.GetValues("X-Frame-Options").Single().ShouldBe("DENY", path);
            answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors 'none'", Case.Sensitive, path);
            answer.Headers.Contains("Server").ShouldBeFalse(path);
        }
    }

    private Task<HttpResponseMessage> SignInAsync(string token) =>
        _http!.PostAsync("/sign-in", new FormUrlEncodedContent([new("token", token)]), Cancellation);

    private async Task<HttpResponseMessage> AskAsync(
        HttpMethod method, string path, string? authorization, string? cookie = null, string? origin = null, string? host = null, string accept = "*/*")
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        foreach (var (name, value) in new[] { ("Authorization", authorization), ("Cookie", cookie), ("Origin", origin) })
            if (value is not null)
                request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.Host = host;
        return await _http!.SendAsync(request, Cancellation);
    }
}
