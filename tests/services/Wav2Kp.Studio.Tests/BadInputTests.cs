using System.Net;
using System.Text;
using System.Text.Json;
using Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Tests;

/// <summary>Wrong requests of every kind to every address of the OpenAPI document, whatever is added to it later.</summary>
public sealed class BadInputTests(StudioServer server) : ApiTest(server)
{
    private static readonly string[] s_wrongBodies = ["", "{", "[]", "\"x\"", "null", "7", "{\"nonsense\":1}", "{\"name\":{}}", "\0", "{\"name\":\"\\u0000\"}"];

    [Fact]
    public async Task Wrong_identifiers_names_and_methods_are_problems_everywhere()
    {
        foreach (var operation in await OperationsAsync())
        {
            foreach (string id in new[] { $"{Guid.NewGuid()}", "no-id", "%00", "..%2F..%2Fetc%2Fpasswd", new string('x', 3000), "'%20or%20true%20--" })
            {
                if (!operation.Path.Contains('{'))
                    continue;
                string address = operation.Path.Replace("{id}", id, StringComparison.Ordinal).Replace("{name}", id, StringComparison.Ordinal);
                await RefusedAsync(operation, address, operation.TakesJson ? Text("{}") : operation.TakesFile ? Bytes([1]) : null);
            }
            foreach (string method in new[] { "GET", "PUT", "POST", "PATCH", "DELETE", "TRACE" }.Where(m => !operation.Others.Contains(m)))
                (await RefusedAsync(operation with { Method = method }, operation.Address, null)).ShouldBeOneOf(HttpStatusCode.MethodNotAllowed, HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Wrong_values_in_the_query_are_problems_everywhere()
    {
        int asked = 0;
        foreach (var operation in await OperationsAsync())
        {
            foreach (var (name, type) in operation.Query)
            {
                string[] wrong = type switch
                {
                    "integer" => ["x", "-1", "99999999999999999999", "1.5"],
                    _ => name is "state" or "kind" or "stage" or "level" or "topics" ? ["nonsense", "%00"] : [],
                };
                foreach (string value in wrong)
                {
                    asked++;
                    var status = await RefusedAsync(operation, $"{operation.Address}?{name}={value}", operation.TakesFile ? Bytes([1]) : null);
                    if (operation.Address == operation.Path)
                        status.ShouldBe(HttpStatusCode.BadRequest, $"{operation} {name}={value}");
                }
            }
        }
        asked.ShouldBeGreaterThan(30);
    }

    [Fact]
    public async Task Wrong_bodies_are_problems_everywhere()
    {
        var operations = (await OperationsAsync()).Where(o => o.TakesJson).ToList();
        operations.Count.ShouldBeGreaterThan(9);
        foreach (var operation in operations)
        {
            foreach (string body in s_wrongBodies)
            {
                // who sends nothing where nothing has to be said is not wrong
                if (operation.IsBodyOptional && body is "" or "null")
                    continue;
                await RefusedAsync(operation, operation.Address, Text(body));
            }
            using var other = new StringContent("<x/>", Encoding.UTF8, "application/xml");
            (await RefusedAsync(operation, operation.Address, other)).ShouldBe(HttpStatusCode.UnsupportedMediaType, $"{operation}");
            using var large = new StringContent($"{{\"name\":\"{new string('x', 9 << 20)}\"}}", Encoding.UTF8, "application/json");
            (await RefusedAsync(operation, operation.Address, large)).ShouldBe(HttpStatusCode.RequestEntityTooLarge, $"{operation}");
            using var deep = Text(new string('[', 5000) + new string(']', 5000));
            await RefusedAsync(operation, operation.Address, deep);
        }
    }

    [Fact]
    public async Task Fields_of_the_wrong_type_are_named_everywhere()
    {
        using var document = JsonDocument.Parse(await Server.Http.GetStringAsync("/openapi/v1.json", Cancellation));
        var schemas = document.RootElement.GetProperty("components").GetProperty("schemas");
        int asked = 0;
        foreach (var operation in (await OperationsAsync()).Where(o => o.Schema is not null && o.Address == o.Path))
        {
            foreach (var field in schemas.GetProperty(operation.Schema!).GetProperty("properties").EnumerateObject())
            {
                string type = Types(field.Value);
                string? wrong = type.Contains("string", StringComparison.Ordinal) ? "{\"a\":[1]}" : type.Contains("integer", StringComparison.Ordinal) || type.Contains("number", StringComparison.Ordinal) ? "\"x\"" : type.Contains("array", StringComparison.Ordinal) ? "7" : null;
                if (wrong is null)
                    continue;
                asked++;
                using var request = new HttpRequestMessage(new HttpMethod(operation.Method), operation.Address) { Content = Text($"{{\"{field.Name}\":{wrong}}}") };
                var problem = await ProblemAsync(request, HttpStatusCode.BadRequest);
                (problem.Errors?.Keys.Any(k => k.StartsWith(field.Name, StringComparison.Ordinal)) == true || problem.Detail!.Contains("lacks", StringComparison.Ordinal) || problem.Detail!.Contains(field.Name, StringComparison.Ordinal))
                    .ShouldBeTrue($"{operation} {field.Name}={wrong}: {problem.Detail}");
            }
        }
        asked.ShouldBeGreaterThan(20);

        static string Types(JsonElement schema) => schema.TryGetProperty("type", out var type) ? type.GetRawText() : "";
    }

    /// <summary>Sends a request that is wrong; it is refused with a problem, whose status it returns.</summary>
    private async Task<HttpStatusCode> RefusedAsync(Operation operation, string address, HttpContent? content)
    {
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), address) { Content = content };
        request.Headers.ExpectContinue = content?.Headers.ContentLength > 1 << 20; // refused before it is sent
        using var response = await Server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        string what = $"{operation.Method} {(address.Length > 200 ? address[..200] : address)}";
        ((int)response.StatusCode).ShouldBeInRange(400, 499, what);
        if (operation.Method == "HEAD")
            return response.StatusCode;
        string body = await response.Content.ReadAsStringAsync(Cancellation);
        // Kestrel itself refuses what is no request at all
        if (response.Content.Headers.ContentType is null && address.Contains("%00", StringComparison.Ordinal))
            return response.StatusCode;
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", $"{what}: {body}");
        var problem = JsonSerializer.Deserialize<Problem>(body, ApiJson.Options)!;
        problem.Status.ShouldBe((int)response.StatusCode, what);
        problem.Detail.ShouldNotBeNullOrWhiteSpace(what);
        problem.Code.ShouldNotBeNullOrWhiteSpace(what);
        problem.Detail!.ShouldNotContain("System.");
        problem.Detail!.ShouldNotContain("Wav2Kp.");
        problem.Detail!.ShouldNotContain("   at ");
        return response.StatusCode;
    }

    private async Task<IReadOnlyList<Operation>> OperationsAsync()
    {
        using var document = JsonDocument.Parse(await Server.Http.GetStringAsync("/openapi/v1.json", Cancellation));
        var operations = new List<Operation>();
        foreach (var path in document.RootElement.GetProperty("paths").EnumerateObject())
        {
            string[] methods = [.. path.Value.EnumerateObject().Select(o => o.Name.ToUpperInvariant())];
            foreach (var operation in path.Value.EnumerateObject())
            {
                var content = operation.Value.TryGetProperty("requestBody", out var body) && body.TryGetProperty("content", out var kinds) ? kinds : default;
                JsonElement json = default;
                bool takesJson = content.ValueKind == JsonValueKind.Object && content.TryGetProperty("application/json", out json);
                string? schema = takesJson && json.GetProperty("schema").TryGetProperty("$ref", out var reference) ? reference.GetString()!.Split('/')[^1] : null;
                var query = operation.Value.TryGetProperty("parameters", out var parameters)
                    ? parameters.EnumerateArray().Where(p => p.GetProperty("in").GetString() == "query").Select(p => (p.GetProperty("name").GetString()!, TypeOf(p.GetProperty("schema")))).ToList()
                    : [];
                bool optional = takesJson && !(body.TryGetProperty("required", out var required) && required.GetBoolean());
                operations.Add(new Operation(operation.Name.ToUpperInvariant(), path.Name, takesJson, content.ValueKind == JsonValueKind.Object && !takesJson, optional, schema, query, methods));
            }
        }
        operations.Count.ShouldBeGreaterThan(40);
        return operations;
    }

    private static string TypeOf(JsonElement schema) => !schema.TryGetProperty("type", out var type) ? ""
        : type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()!).First(t => t != "null" && (t != "string" || type.GetArrayLength() < 3)) : type.GetString()!;

    private sealed record Operation(
        string Method, string Path, bool TakesJson, bool TakesFile, bool IsBodyOptional, string? Schema, IReadOnlyList<(string Name, string Type)> Query, IReadOnlyList<string> Others)
    {
        /// <summary>The path with an identifier of nothing.</summary>
        public string Address => Path.Replace("{id}", "01a1fddc-43d3-737a-bd0d-b70085bfc189", StringComparison.Ordinal).Replace("{name}", "nothing", StringComparison.Ordinal);

        public override string ToString() => $"{Method} {Path}";
    }
}
