using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Wav2Kp.Contracts.Api;

namespace Wav2Kp.Cli.Workspaces;

/// <summary>
/// Calls the HTTP API. A server that is away for a moment is waited for: reads are repeated as they are, and
/// posts carry an <c>Idempotency-Key</c>, so that a repeated one is done once.
/// </summary>
internal sealed class StudioClient : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    // a connection on which nothing moves for as long is taken for broken
    private static readonly TimeSpan s_stall = TimeSpan.FromMinutes(1);
    private readonly HttpClient _http;

    public StudioClient(Uri address)
    {
        Address = address;
        _http = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync }) { BaseAddress = new Uri(address, "/api/v1/"), Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("wav2kp-cli", "1"));
        if (Environment.GetEnvironmentVariable("WAV2KP_TOKEN") is { Length: > 0 } token)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <summary>The platform's address.</summary>
    public Uri Address { get; }

    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        SendAsync<T>(() => new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);

    /// <summary>Asks for something to be done; once, however often the request is repeated.</summary>
    /// <param name="path">Of whom.</param>
    /// <param name="body">What; null for nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="key">What the request is known by; one that nobody else has when null.</param>
    public Task<T> PostAsync<T>(string path, object? body, CancellationToken cancellationToken, string? key = null)
    {
        key ??= Guid.NewGuid().ToString("N");
        return SendAsync<T>(() =>
        {
            HttpRequestMessage request = new(HttpMethod.Post, path);
            request.Headers.Add("Idempotency-Key", key);
            request.Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: ApiJson.Options);
            return request;
        }, cancellationToken);
    }

    /// <summary>Sends a file's bytes as they are, without holding them in memory.</summary>
    public async Task<T> SendFileAsync<T>(HttpMethod method, string path, string file, CancellationToken cancellationToken)
    {
        string key = Guid.NewGuid().ToString("N");
        return await SendAsync<T>(() =>
        {
            HttpRequestMessage request = new(method, path);
            request.Headers.Add("Idempotency-Key", key);
            try
            {
                request.Content = new StreamContent(File.OpenRead(file));
            }
            catch (IOException exception)
            {
                throw new CliException($"{file} cannot be read: {exception.Message}", inner: exception);
            }
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            return request;
        }, cancellationToken);
    }

    /// <summary>Sends a piece of an upload, once: after a failure the platform has to be asked how much it has.</summary>
    /// <returns>How many bytes are there then.</returns>
    /// <exception cref="HttpRequestException">The connection broke, or nothing moved on it for too long.</exception>
    public async Task<long> SendPieceAsync(string path, long at, ReadOnlyMemory<byte> piece, Action<int> sent, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(s_stall);
        using HttpRequestMessage request = new(HttpMethod.Patch, path);
        request.Headers.Add("Upload-Offset", at.ToString(CultureInfo.InvariantCulture));
        request.Content = new PieceContent(piece, count =>
        {
            stall.CancelAfter(s_stall);
            sent(count);
        });
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, stall.Token);
            await ThrowIfFailedAsync(response, stall.Token);
            return long.Parse(response.Headers.GetValues("Upload-Offset").Single(), CultureInfo.InvariantCulture);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"nothing moved for {s_stall.TotalSeconds:0} s", exception);
        }
    }

    /// <summary>Changes something; what it is then.
    public Task<T> PatchAsync<T>(string path, object body, CancellationToken cancellationToken) =>
        SendAsync<T>(() => new HttpRequestMessage(HttpMethod.Patch, path) { Content = JsonContent.Create(body, body.GetType(), options: ApiJson.Options) }, cancellationToken);

    /// <summary>Deletes something.</summary>
    public Task DeleteAsync(string path, CancellationToken cancellationToken) => RetryAsync(async () =>
    {
        using HttpResponseMessage response = await _http.DeleteAsync(path, cancellationToken);
        await ThrowIfFailedAsync(response, cancellationToken);
        return true;
    }, cancellationToken);

    /// <summary>Sends what a function makes, anew for each attempt.</summary>
    public Task<T> SendAsync<T>(HttpMethod method, string path, Func<HttpContent> content, CancellationToken cancellationToken) =>
        SendAsync<T>(() => new HttpRequestMessage(method, path) { Content = content() }, cancellationToken);

    /// <summary>Reads an answer as it comes.</summary>
    public Task<T> ReadAsync<T>(string path, Func<Stream, Task<T>> read, CancellationToken cancellationToken) => RetryAsync(async () =>
    {
        using HttpResponseMessage response = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await ThrowIfFailedAsync(response, cancellationToken);
        await using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await read(body);
    }, cancellationToken);

    /// <summary>All entries of a paged list.</summary>
    public async Task<IReadOnlyList<T>> GetAllAsync<T>(string path, int most, CancellationToken cancellationToken)
    {
        List<T> all = [];
        char joint = path.Contains('?') ? '&' : '?';
        while (all.Count < most)
        {
            Page<T> page = await GetAsync<Page<T>>($"{path}{joint}limit={Math.Min(500, most - all.Count)}&offset={all.Count}", cancellationToken);
            all.AddRange(page.Items);
            if (page.Items.Count == 0 || all.Count >= page.Total)
            {
                break;
            }
        }
        return all;
    }

    /// <summary>Downloads a file; it appears under its name only when it is whole.</summary>
    public async Task DownloadAsync(string url, string path, CancellationToken cancellationToken)
    {
        string partial = path + ".part";
        await RetryAsync(async () =>
        {
            using HttpRequestMessage request = new(HttpMethod.Get, new Uri(Address, url));
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await ThrowIfFailedAsync(response, cancellationToken);
            await using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
            await using FileStream file = File.Create(partial);
            await body.CopyToAsync(file, cancellationToken);
            return true;
        }, cancellationToken);
        File.Move(partial, path, overwrite: true);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Connects so that the other end is asked now and then whether it is there: where the network is gone, no request waits for it for ever.</summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private Task<T> SendAsync<T>(Func<HttpRequestMessage> create, CancellationToken cancellationToken) =>
        RetryAsync(async () =>
        {
            using HttpRequestMessage request = create();
            using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken);
            await ThrowIfFailedAsync(response, cancellationToken);
            return await response.Content.ReadFromJsonAsync<T>(ApiJson.Options, cancellationToken)
                ?? throw new CliException($"{request.RequestUri} answered without a body.");
        }, cancellationToken);

    private async Task<T> RetryAsync<T>(Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        for (TimeSpan pause = TimeSpan.FromMilliseconds(250); ; pause = TimeSpan.FromSeconds(Math.Min(5, pause.TotalSeconds * 2)))
        {
            try
            {
                return await attempt();
            }
            catch (HttpRequestException exception)
            {
                bool mayPass = exception.StatusCode is null or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
                if (!mayPass || System.Diagnostics.Stopwatch.GetElapsedTime(start) > s_patience)
                {
                    throw new CliException(
                        $"The platform at {Address} does not answer ({exception.Message}). Start it with ./wav2kp up, or name its address with --api.",
                        ExitCodes.Unreachable,
                        exception);
                }
            }
            await Task.Delay(pause, cancellationToken);
        }
    }

    private static async Task ThrowIfFailedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }
        if (response.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout)
        {
            response.EnsureSuccessStatusCode();
        }
        throw await DescribeAsync(response, cancellationToken);
    }

    private static async Task<CliException> DescribeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        string text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json")
        {
            try
            {
                Problem problem = JsonSerializer.Deserialize<Problem>(text, ApiJson.Options)!;
                string detail = problem.Detail ?? problem.Title ?? $"HTTP {(int)response.StatusCode}";
                IEnumerable<string> fields = problem.Errors?.SelectMany(e => e.Value).Where(e => !detail.Contains(e, StringComparison.Ordinal)) ?? [];
                return new CliException(string.Join('\n', new[] { detail, problem.Hint }.OfType<string>().Concat(fields))) { Code = problem.Code };
            }
            catch (JsonException)
            {
                // Not the problem it says it is: its text is the best there is.
            }
        }
        return new CliException($"HTTP {(int)response.StatusCode} from {response.RequestMessage?.RequestUri}: {(text.Length > 500 ? text[..500] : text)}");
    }
}
