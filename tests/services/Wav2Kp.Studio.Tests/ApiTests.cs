using System.Net;
using System.Text.Json;
using Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Tests;

public sealed class ApiTests(StudioServer server) : ApiTest(server)
{
    [Fact]
    public async Task The_OpenAPI_document_describes_every_address()
    {
        using var document = JsonDocument.Parse(await Server.Http.GetStringAsync("/openapi/v1.json", Cancellation));
        document.RootElement.GetProperty("openapi").GetString()!.ShouldStartWith("3.");
        document.RootElement.GetProperty("servers")[0].GetProperty("url").GetString().ShouldBe("/");
        var operations = document.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(p => p.Value.EnumerateObject().Select(o => (Name: $"{o.Name.ToUpperInvariant()} {p.Name}", o.Value))).ToDictionary(o => o.Name, o => o.Value);
        operations.Keys.ShouldBe(
        [
            "POST /api/v1/videos", "GET /api/v1/videos", "GET /api/v1/videos/{id}", "GET /api/v1/videos/{id}/files/{name}", "PUT /api/v1/videos/{id}/known-landmarks",
            "POST /api/v1/videos/{id}/preview",
            "POST /api/v1/video-uploads", "GET /api/v1/video-uploads", "GET /api/v1/video-uploads/{id}", "HEAD /api/v1/video-uploads/{id}", "PATCH /api/v1/video-uploads/{id}",
            "POST /api/v1/video-uploads/{id}/complete", "DELETE /api/v1/video-uploads/{id}",
            "PATCH /api/v1/videos/{id}", "DELETE /api/v1/videos/{id}", "GET /api/v1/filters/{of}", "GET /api/v1/filters/{of}/complete",
            "POST /api/v1/uploads", "GET /api/v1/uploads/{id}", "POST /api/v1/datasets", "GET /api/v1/datasets", "GET /api/v1/datasets/{id}",
            "GET /api/v1/datasets/preview", "DELETE /api/v1/datasets/{id}", "GET /api/v1/datasets/{id}/export", "POST /api/v1/datasets/import",
            "POST /api/v1/extractions", "POST /api/v1/trainings", "POST /api/v1/animations",
            "GET /api/v1/jobs", "GET /api/v1/jobs/{id}", "PATCH /api/v1/jobs/{id}", "POST /api/v1/jobs/bulk", "POST /api/v1/jobs/{id}/cancel", "POST /api/v1/jobs/{id}/retry", "GET /api/v1/jobs/{id}/files/{name}",
            "GET /api/v1/experiments", "GET /api/v1/runs", "GET /api/v1/runs/{id}", "GET /api/v1/runs/{id}/metrics",
            "POST /api/v1/runs", "POST /api/v1/runs/{id}/log", "PATCH /api/v1/runs/{id}", "DELETE /api/v1/runs/{id}", "POST /api/v1/runs/{id}/restore",
            "GET /api/v1/runs/fields", "GET /api/v1/runs/{id}/artifacts/{name}",
            "GET /api/v1/models", "GET /api/v1/models/{id}", "PATCH /api/v1/models/{id}", "GET /api/v1/events", "GET /api/v1/live", "GET /api/v1/live/models", "GET /api/v1/services", "GET /api/v1/jobs/summary", "GET /api/v1/services/{name}/logs", "GET /api/v1/models/{id}/files/{name}", "GET /api/v1/recipes",
        ], ignoreOrder: true);
        foreach (var (name, operation) in operations)
        {
            operation.GetProperty("summary").GetString().ShouldNotBeNullOrWhiteSpace(name);
            var answers = operation.GetProperty("responses").EnumerateObject().ToList();
            // what is read can be kept, and what is changed can be protected
            if (name is "GET /api/v1/events" or "GET /api/v1/live" or "GET /api/v1/datasets/{id}/export" or "PATCH /api/v1/video-uploads/{id}")
                continue;
            if (name.StartsWith("GET", StringComparison.Ordinal) || name.StartsWith("PATCH", StringComparison.Ordinal) || name.StartsWith("PUT", StringComparison.Ordinal))
                answers.ShouldContain(a => a.Name == (name.StartsWith("GET", StringComparison.Ordinal) ? "304" : "412"), name);
            answers.ShouldContain(a => a.Name.StartsWith('2'), name);
            foreach (var failure in answers.Where(a => a.Name.StartsWith('4') || a.Name.StartsWith('5')))
                failure.Value.GetProperty("content").TryGetProperty("application/problem+json", out _).ShouldBeTrue($"{name} {failure.Name}");
        }
        // everything that is referred to is there
        string text = document.RootElement.GetRawText();
        var schemas = document.RootElement.GetProperty("components").GetProperty("schemas");
        foreach (string part in text.Split("#/components/schemas/").Skip(1))
            schemas.TryGetProperty(part[..part.IndexOf('"')], out _).ShouldBeTrue(part[..40]);
        schemas.GetProperty("Job").GetProperty("properties").TryGetProperty("cancelRequested", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Unknown_addresses_and_methods_are_problems()
    {
        (await ProblemAsync(HttpMethod.Get, "nothing", null, HttpStatusCode.NotFound)).Detail!.ShouldContain("/api/v1/nothing");
        (await ProblemAsync(HttpMethod.Get, "/else/where", null, HttpStatusCode.NotFound)).Code.ShouldBe("not-found");
        (await ProblemAsync(HttpMethod.Delete, "jobs", null, HttpStatusCode.MethodNotAllowed)).Detail!.ShouldContain("GET");
    }

    [Fact]
    public async Task Pages_of_other_sites_change_nothing_here()
    {
        foreach (var (header, value) in new[] { ("Origin", "https://example.org"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "uploads?name=a.wav") { Content = Bytes([1]) };
            request.Headers.Add(header, value);
            (await ProblemAsync(request, HttpStatusCode.Forbidden)).Code.ShouldBe("cross-site");
        }
        using var own = new HttpRequestMessage(HttpMethod.Post, "uploads?name=a.wav") { Content = Bytes([1]) };
        own.Headers.Add("Origin", Server.Studio.Address.GetLeftPart(UriPartial.Authority));
        (await Server.Http.SendAsync(own, Cancellation)).IsSuccessStatusCode.ShouldBeTrue();
        using var rebound = new HttpRequestMessage(HttpMethod.Get, "jobs") { Headers = { Host = "evil.example.org" } };
        (await ProblemAsync(rebound, HttpStatusCode.Forbidden)).Code.ShouldBe("wrong-host");
    }

    [Fact]
    public async Task The_built_in_recipes_are_those_of_the_models()
    {
        var recipes = await GetAsync<List<RecipeInfo>>("recipes");
        recipes.Select(r => r.Name).ShouldBe(["wav2kp", "wav2kp-live-0", "wav2kp-live-100", "wav2kp-live-200", "wav2kp-seed"]);
        recipes.ShouldAllBe(r => r.Recipe.GetProperty("name").GetString() == r.Name && r.Description!.Length > 20);
    }

    [Fact]
    public async Task Error_answers_read_as_they_are_written()
    {
        string body = await (await Server.Http.GetAsync("runs?filter=" + Uri.EscapeDataString("name = 'ü"), Cancellation)).Content.ReadAsStringAsync(Cancellation);
        body.ShouldContain("name = 'ü");
    }
}
