using Microsoft.OpenApi;

namespace Wav2Kp.Studio.Http;

/// <summary>The OpenAPI document at /openapi/v1.json.</summary>
internal static class OpenApi
{
    public static void AddStudioOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", options =>
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
        }));
}
