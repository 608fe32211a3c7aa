using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>A container, which the local orchestrator has no engine for.</summary>
internal sealed class ContainerProgram(ContainerResource resource) : IProgram
{
    public Task<LaunchSpec> PrepareAsync(CancellationToken cancellationToken)
    {
        ContainerImageAnnotation? image = resource.Annotations.OfType<ContainerImageAnnotation>().LastOrDefault();
        throw new DistributedApplicationException(
            $"It is a container ({image?.Image}:{image?.Tag}), and the local orchestrator runs none: "
            + "build the AppHost with -p:Packages=published to run it under Aspire.");
    }
}
