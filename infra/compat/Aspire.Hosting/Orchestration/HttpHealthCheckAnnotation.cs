using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>A health check by HTTP, which each replica answers at a port of its own.</summary>
internal sealed class HttpHealthCheckAnnotation(string key, EndpointAnnotation endpoint, string path, int statusCode) : HealthCheckAnnotation(key)
{
    public EndpointAnnotation Endpoint => endpoint;

    public string Path => path;

    public int StatusCode => statusCode;
}
