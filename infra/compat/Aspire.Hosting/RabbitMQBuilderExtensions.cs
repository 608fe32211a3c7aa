using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting;

/// <summary>Adds RabbitMQ.</summary>
public static class RabbitMQBuilderExtensions
{
    /// <summary>A RabbitMQ broker.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="userName">The user's name; <c>guest</c> if null.</param>
    /// <param name="password">The user's password; a random one, kept for later runs, if null.</param>
    /// <param name="port">The port on this machine; a free one if null.</param>
    public static IResourceBuilder<RabbitMQServerResource> AddRabbitMQ(
        this IDistributedApplicationBuilder builder,
        string name,
        IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null,
        int? port = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ParameterResource secret = password?.Resource
            ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password", special: false);
        RabbitMQServerResource broker = new(name, userName?.Resource, secret);
        string key = $"{name}_check";
        builder.Services.AddHealthChecks()
            .Add(new HealthCheckRegistration(key, _ => new RabbitMQHealthCheck(broker), null, null, RabbitMQHealthCheck.Timeout));
        return builder.AddResource(broker)
            .WithEndpoint(port: port, targetPort: 5672, name: RabbitMQServerResource.PrimaryEndpointName)
            .WithAnnotation(new ContainerImageAnnotation { Image = "library/rabbitmq", Tag = "4.2" })
            .WithHealthCheck(key);
    }

    /// <summary>Keeps the data in a volume where the broker is a container; the local orchestrator always keeps them.</summary>
    public static IResourceBuilder<RabbitMQServerResource> WithDataVolume(
        this IResourceBuilder<RabbitMQServerResource> builder, string? name = null, bool isReadOnly = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithVolume(name ?? $"{builder.Resource.Name}-data", "/var/lib/rabbitmq", isReadOnly);
    }
}
