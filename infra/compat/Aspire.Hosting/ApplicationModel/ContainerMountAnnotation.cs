namespace Aspire.Hosting.ApplicationModel;

/// <summary>A volume or folder of the host that a container sees.</summary>
public sealed class ContainerMountAnnotation : IResourceAnnotation
{
    /// <summary>A mount.</summary>
    public ContainerMountAnnotation(string? source, string target, ContainerMountType type, bool isReadOnly)
    {
        Source = source;
        Target = target;
        Type = type;
        IsReadOnly = isReadOnly;
    }

    /// <summary>The volume's name or the folder; a nameless volume if null.</summary>
    public string? Source { get; }

    /// <summary>Where the container sees it.</summary>
    public string Target { get; }

    /// <summary>Volume or folder.</summary>
    public ContainerMountType Type { get; }

    /// <summary>Whether the container may only read it.</summary>
    public bool IsReadOnly { get; }
}
