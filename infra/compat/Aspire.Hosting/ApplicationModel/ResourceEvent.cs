namespace Aspire.Hosting.ApplicationModel;

/// <summary>A change of a resource.</summary>
public class ResourceEvent
{
    /// <summary>A change.</summary>
    public ResourceEvent(IResource resource, string resourceId, CustomResourceSnapshot snapshot)
    {
        Resource = resource;
        ResourceId = resourceId;
        Snapshot = snapshot;
    }

    /// <summary>The resource.</summary>
    public IResource Resource { get; }

    /// <summary>The resource's name, or one replica's.</summary>
    public string ResourceId { get; }

    /// <summary>What is known now.</summary>
    public CustomResourceSnapshot Snapshot { get; }
}
