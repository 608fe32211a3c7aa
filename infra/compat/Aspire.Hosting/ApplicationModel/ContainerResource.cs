namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource that is deployed as a container.</summary>
/// <remarks>The local orchestrator runs no containers: it has a program of the machine for PostgreSQL and RabbitMQ,
/// and any other container fails to start with a sentence that says so.</remarks>
public class ContainerResource : Resource, IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints,
    IResourceWithWaitSupport
{
    /// <summary>A container.</summary>
    public ContainerResource(string name, string? entrypoint = null)
        : base(name) => Entrypoint = entrypoint;

    /// <summary>The program in the image; the image's own if null.</summary>
    public string? Entrypoint { get; set; }
}
