namespace Aspire.Hosting.ApplicationModel;

/// <summary>The application: its resources and what they say of one another.</summary>
public class DistributedApplicationModel
{
    /// <summary>The application of these resources.</summary>
    public DistributedApplicationModel(IResourceCollection resources)
    {
        ArgumentNullException.ThrowIfNull(resources);
        Resources = resources;
    }

    /// <summary>The resources.</summary>
    public IResourceCollection Resources { get; }
}
