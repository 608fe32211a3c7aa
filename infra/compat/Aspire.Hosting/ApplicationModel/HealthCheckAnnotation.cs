namespace Aspire.Hosting.ApplicationModel;

/// <summary>A health check of the application's host that tells about the resource.</summary>
public class HealthCheckAnnotation : IResourceAnnotation
{
    /// <summary>The check registered under this key.</summary>
    public HealthCheckAnnotation(string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        Key = key;
    }

    /// <summary>The name under which the check is registered.</summary>
    public string Key { get; }
}
