using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Tests;

/// <summary>A test that talks to Studio over HTTP.</summary>
public abstract class ApiTest(StudioServer server)
{
    protected StudioServer Server => server;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected static HttpContent Bytes(byte[] content) =>
        new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };

    protected static HttpContent Json(object body) => Text(JsonSerializer.Serialize(body, ApiJson.Options));

    protected static HttpContent Text(string json) => new StringContent(json, Encoding.UTF8, "application/json");

    protected async Task<T> GetAsync<T>(string address) => await ReadAsync<T>(await server.Http.GetAsync(address, Cancellation), HttpStatusCode.OK);

    protected async Task<T> PostAsync<T>(string address, HttpContent? content, HttpStatusCode expected, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await ReadAsync<T>(await server.Http.SendAsync(request, Cancellation), expected);
    }

    /// <summary>The problem that a request is answered with.</summary>
    protected Task<Problem> ProblemAsync(HttpMethod method, string address, HttpContent? content, HttpStatusCode expected, string? key = null)
    {
        var request = new HttpRequestMessage(method, address) { Content = content };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return ProblemAsync(request, expected);
    }

    protected async Task<Problem> ProblemAsync(HttpRequestMessage request, HttpStatusCode expected)
    {
        using (request)
        {
            var response = await server.Http.SendAsync(request, Cancellation);
            response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", await response.Content.ReadAsStringAsync(Cancellation));
            var problem = await ReadAsync<Problem>(response, expected);
            problem.Status.ShouldBe((int)expected);
            problem.Detail.ShouldNotBeNullOrWhiteSpace();
            problem.Code.ShouldNotBeNullOrWhiteSpace();
            problem.TraceId.ShouldNotBeNullOrWhiteSpace();
            problem.Detail!.ShouldNotContain("System.");
            problem.Detail!.ShouldNotContain("Wav2Kp.Contracts");
            return problem;
        }
    }

    protected async Task<Contracts.Api.Job> ExtractAsync(params Guid[] videos) =>
        await PostAsync<Contracts.Api.Job>("extractions", Json(new { videoIds = videos }), HttpStatusCode.Accepted);

    /// <summary>Changes rows directly, as workers do.</summary>
    protected async Task ChangeAsync(Func<CatalogContext, Task> change)
    {
        await using var catalog = server.CreateDbContext();
        await change(catalog);
        await catalog.SaveChangesAsync(Cancellation);
    }

    /// <summary>A dataset version of new clips.</summary>
    protected async Task<Contracts.Api.DatasetVersion> DatasetAsync(int clips = 4)
    {
        var ids = new List<Guid>();
        for (int i = 0; i < clips; i++)
            ids.Add((await server.AddClipAsync($"clip {i}.mp4")).Id);
        return await PostAsync<Contracts.Api.DatasetVersion>("datasets", Json(new { name = $"set {Guid.NewGuid():N}", videoIds = ids }), HttpStatusCode.Created);
    }

    /// <summary>A model, with its run and job, as training leaves them.</summary>
    protected async Task<Catalog.Model> ModelAsync()
    {
        var dataset = await DatasetAsync();
        var job = await PostAsync<Contracts.Api.Job>("trainings", Json(new { datasetVersionId = dataset.Id, experiment = $"e {Guid.NewGuid():N}" }), HttpStatusCode.Accepted);
        var model = new Catalog.Model
        {
            RunId = job.RunId!.Value,
            Name = $"m {Guid.NewGuid():N}",
            Version = 1,
            Recipe = JsonSerializer.SerializeToElement(new { name = "wav2kp" }),
            DatasetVersionId = dataset.Id,
            ObjectPrefix = "",
            Metrics = JsonSerializer.SerializeToElement(new { mouth_r = 0.83, lip_lmd = 0.9, odd = "NaN" }),
        };
        model.ObjectPrefix = Objects.ObjectKeys.ModelPrefix(model.Id);
        await server.Objects.PutAsync(model.ObjectPrefix + "weights.safetensors", new MemoryStream(new byte[2000]), Cancellation);
        await server.Objects.PutAsync(model.ObjectPrefix + "model.json", new MemoryStream("{\"format\":1}"u8.ToArray()), Cancellation);
        await ChangeAsync(c => c.AddAsync(model, Cancellation).AsTask());
        return model;
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, HttpStatusCode expected)
    {
        using (response)
        {
            string body = await response.Content.ReadAsStringAsync(Cancellation);
            response.StatusCode.ShouldBe(expected, body);
            return JsonSerializer.Deserialize<T>(body, ApiJson.Options) ?? throw new InvalidOperationException("The answer is null.");
        }
    }
}
