using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Wav2Kp.Contracts.Api;
using Wav2Kp.Studio.Errors;

namespace Wav2Kp.Studio.Videos;

/// <summary>Passes uploads on to the Ingest service as they come in, without keeping them, and has it make what people look at.</summary>
internal sealed class IngestProxy(HttpClient http)
{
    /// <summary>The name of the service that takes videos.</summary>
    public const string Service = "ingest";

    private const int MaxAnswer = 1 << 20;

    /// <summary>Sends a video on; returns the clip's identifier, and whether its content was there already.</summary>
    /// <param name="body">What it holds.</param>
    /// <param name="length">How many bytes, where that is known.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="sha256">What the SHA-256 of the content should be; null where nobody said.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ApiException">The Ingest service refused it, or cannot be reached.</exception>
    public async Task<(Guid Id, bool Duplicate)> ForwardAsync(Stream body, long? length, string name, string? sha256, CancellationToken cancellationToken)
    {
        using var content = new StreamContent(body, 1 << 16);
        content.Headers.ContentLength = length;
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var message = new HttpRequestMessage(HttpMethod.Post, "videos" + (sha256 is null ? QueryString.Create("name", name) : QueryString.Create("name", name).Add("sha256", sha256)))
        {
            Content = content,
            Version = HttpVersion.Version11,
        };
        // lets the service refuse before gigabytes are sent
        message.Headers.ExpectContinue = true;
        var (status, answer) = await SendAsync(message, "upload", cancellationToken);
        try
        {
            bool duplicate = answer.TryGetProperty("duplicate", out var flag) ? flag.GetBoolean() : status == HttpStatusCode.OK;
            return (answer.GetProperty("id").GetGuid(), duplicate);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Unexplained(status);
        }
    }

    /// <summary>Has a file of <see cref="ClipDerivedFiles"/> made of a video, unless it is there.</summary>
    /// <returns>Its size.</returns>
    /// <exception cref="ApiException">It cannot be made, or the Ingest service cannot be reached.</exception>
    public async Task<long> LookAsync(Guid id, string file, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, $"videos/{id}/look/{file}");
        var (status, answer) = await SendAsync(message, "try", cancellationToken);
        return answer.TryGetProperty("length", out var length) && length.TryGetInt64(out long bytes) ? bytes : throw Unexplained(status);
    }

    private async Task<(HttpStatusCode Status, JsonElement Answer)> SendAsync(HttpRequestMessage message, string deed, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException e) when (e.InnerException is BadHttpRequestException bad)
        {
            throw bad; // the body's sender is at fault: it was cut off, or too slow
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            throw new ApiException(503, "ingest-unavailable", $"The Ingest service cannot be reached, or went away in the middle of this: {deed} again in a moment.");
        }
        using (response)
        {
            byte[] answer = await ReadAsync(response, cancellationToken);
            try
            {
                if (response.IsSuccessStatusCode)
                {
                    using var document = JsonDocument.Parse(answer);
                    if (document.RootElement.ValueKind == JsonValueKind.Object)
                        return (response.StatusCode, document.RootElement.Clone());
                }
                else if (JsonSerializer.Deserialize<Problem>(answer, ApiJson.Options) is { Detail: { } detail } problem)
                {
                    throw new ApiException((int)response.StatusCode, problem.Code ?? "refused", detail);
                }
            }
            catch (JsonException)
            {
                // answered below: the answer was not one of Ingest's
            }
            throw Unexplained(response.StatusCode);
        }
    }

    private static ApiException Unexplained(HttpStatusCode status) =>
        new(502, "ingest-failed", $"The Ingest service answered {(int)status} without saying why: its log has the details.");

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var copy = new MemoryStream();
        byte[] buffer = new byte[1 << 13];
        for (int read; copy.Length < MaxAnswer && (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
            copy.Write(buffer, 0, read);
        return copy.ToArray();
    }
}
