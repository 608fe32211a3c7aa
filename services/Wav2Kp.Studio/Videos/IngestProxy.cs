using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Wav2Kp.Contracts.Api;
using Wav2Kp.Studio.Errors;

namespace Wav2Kp.Studio.Videos;

/// <summary>Passes uploads on to the Ingest service as they come in, without keeping them.</summary>
internal sealed class IngestProxy(HttpClient http)
{
    /// <summary>The name of the service that takes videos.</summary>
    public const string Service = "ingest";

    private const int MaxAnswer = 1 << 20;

    /// <summary>Sends the request's body on; returns the clip's identifier, and whether its content was there already.</summary>
    /// <exception cref="ApiException">The Ingest service refused it, or cannot be reached.</exception>
    public async Task<(Guid Id, bool Duplicate)> ForwardAsync(HttpRequest request, string name, CancellationToken cancellationToken)
    {
        using var content = new StreamContent(request.Body, 1 << 16);
        content.Headers.ContentLength = request.ContentLength;
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var message = new HttpRequestMessage(HttpMethod.Post, "videos?name=" + Uri.EscapeDataString(name))
        {
            Content = content,
            Version = HttpVersion.Version11,
        };
        // lets the service refuse before gigabytes are sent
        message.Headers.ExpectContinue = true;
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
            throw new ApiException(503, "ingest-unavailable", "The Ingest service cannot be reached, or went away during the upload: upload again in a moment.");
        }
        using (response)
        {
            byte[] answer = await ReadAsync(response, cancellationToken);
            try
            {
                if (response.IsSuccessStatusCode)
                {
                    using var document = JsonDocument.Parse(answer);
                    var root = document.RootElement;
                    bool duplicate = root.TryGetProperty("duplicate", out var flag) ? flag.GetBoolean() : response.StatusCode == HttpStatusCode.OK;
                    return (root.GetProperty("id").GetGuid(), duplicate);
                }
                var problem = JsonSerializer.Deserialize<Problem>(answer, ApiJson.Options);
                if (problem?.Detail is { } detail)
                    throw new ApiException((int)response.StatusCode, problem.Code ?? "refused", detail);
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                // answered below: the answer was not one of Ingest's
            }
            throw new ApiException(502, "ingest-failed", $"The Ingest service answered {(int)response.StatusCode} without saying why: its log has the details.");
        }
    }

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
