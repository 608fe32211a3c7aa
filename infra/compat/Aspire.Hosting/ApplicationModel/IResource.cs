namespace Aspire.Hosting.ApplicationModel;

/// <summary>A part of the application: a project, a server, a database, a parameter.</summary>
public interface IResource
{
    /// <summary>The name, unique in the application model.</summary>
    string Name { get; }

    /// <summary>What has been said about the resource: endpoints, environment, waits.</summary>
    ResourceAnnotationCollection Annotations { get; }
}
