namespace Aspire.Hosting.ApplicationModel;

/// <summary>The environment of a resource that is about to start.</summary>
public class EnvironmentCallbackContext
{
    /// <summary>The environment of a resource.</summary>
    public EnvironmentCallbackContext(
        DistributedApplicationExecutionContext executionContext,
        IResource resource,
        Dictionary<string, object>? environmentVariables = null,
        CancellationToken cancellationToken = default)
    {
        ExecutionContext = executionContext;
        Resource = resource;
        EnvironmentVariables = environmentVariables ?? [];
        CancellationToken = cancellationToken;
    }

    /// <summary>Run or publish.</summary>
    public DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <summary>The resource.</summary>
    public IResource Resource { get; }

    /// <summary>The variables: text, or an <see cref="IValueProvider"/> that is asked for it.</summary>
    public Dictionary<string, object> EnvironmentVariables { get; }

    /// <summary>Cancelled when the application stops.</summary>
    public CancellationToken CancellationToken { get; }
}
