namespace Aspire.Hosting.ApplicationModel;

/// <summary>A .NET project that runs as a process.</summary>
public class ProjectResource : Resource, IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery,
    IResourceWithWaitSupport
{
    /// <summary>A project of this name.</summary>
    public ProjectResource(string name)
        : base(name)
    {
    }
}
