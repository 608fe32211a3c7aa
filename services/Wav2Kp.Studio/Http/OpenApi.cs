using Microsoft.OpenApi;
using HeaderNames = Microsoft.Net.Http.Headers.HeaderNames;

namespace Wav2Kp.Studio.Http;

/// <summary>The OpenAPI document at /openapi/v1.json.</summary>
internal static class OpenApi
{
    public static void AddStudioOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddOperationTransformer((operation, context, _) =>
        {
            DescribeETags(operation, context.Description.HttpMethod ?? "");
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Wav2Kp Studio",
                Version = "v1",
                Description = "Videos, datasets, jobs, experiments and models of Wav2Kp. Errors come as problem details (RFC 9457).",
                License = new OpenApiLicense { Name = "MIT", Url = new Uri("https://opensource.org/license/mit") },
            };
            document.Servers = [new OpenApiServer { Url = "/" }]; // wherever the document came from
            return Task.CompletedTask;
        });
    });

    /// <summary>What <see cref="ETags"/> does to answers of JSON.</summary>
    private static void DescribeETags(OpenApiOperation operation, string method)
    {
        bool reads = HttpMethods.IsGet(method);
        if ((!reads && !HttpMethods.IsPatch(method) && !HttpMethods.IsPut(method))
            || operation.Responses?.TryGetValue("200", out var ok) != true || ok is not OpenApiResponse answer || answer.Content?.ContainsKey("application/json") != true)
            return;
        answer.Headers ??= new Dictionary<string, IOpenApiHeader>();
        answer.Headers[HeaderNames.ETag] = new OpenApiHeader { Description = "The hash of what is shown.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = reads ? HeaderNames.IfNoneMatch : HeaderNames.IfMatch,
            In = ParameterLocation.Header,
            Description = reads ? "The ETag of what the client has: 304 when it has not changed." : "The ETag of what the client read: 412 when it has changed.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
        if (reads)
            operation.Responses["304"] = new OpenApiResponse { Description = "What the client has is what there is." };
    }
}
