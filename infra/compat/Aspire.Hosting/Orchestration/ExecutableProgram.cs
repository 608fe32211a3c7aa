using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>A program of the machine.</summary>
internal sealed class ExecutableProgram(ExecutableResource resource, DistributedApplicationExecutionContext executionContext) : IProgram
{
    public async Task<LaunchSpec> PrepareAsync(CancellationToken cancellationToken) => new()
    {
        FileName = resource.Command,
        Arguments = await ResourceSettings.ArgumentsAsync(resource, cancellationToken).ConfigureAwait(false),
        WorkingDirectory = resource.WorkingDirectory,
        Environment = await ResourceSettings.EnvironmentAsync(resource, executionContext, cancellationToken).ConfigureAwait(false),
    };
}
