namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a resource waits for before it starts.</summary>
public class WaitAnnotation : IResourceAnnotation
{
    /// <summary>Waits for this resource.</summary>
    public WaitAnnotation(IResource resource, WaitType waitType, int exitCode = 0)
    {
        ArgumentNullException.ThrowIfNull(resource);
        Resource = resource;
        WaitType = waitType;
        ExitCode = exitCode;
    }

    /// <summary>The resource waited for.</summary>
    public IResource Resource { get; }

    /// <summary>What it waits for.</summary>
    public WaitType WaitType { get; }

    /// <summary>The exit code that counts as completion.</summary>
    public int ExitCode { get; }
}
