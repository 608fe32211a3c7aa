using System.Diagnostics;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The base of all resources.</summary>
[DebuggerDisplay("{Name,nq}")]
public abstract class Resource : IResource
{
    /// <summary>A resource of this name.</summary>
    /// <exception cref="ArgumentException">The name is not 1 to 64 ASCII letters, digits and hyphens, starts with
    /// something else than a letter, ends with a hyphen, or holds two in a row.</exception>
    protected Resource(string name)
    {
        ResourceName.Validate(name);
        Name = name;
    }

    /// <inheritdoc/>
    public virtual string Name { get; }

    /// <inheritdoc/>
    public virtual ResourceAnnotationCollection Annotations { get; } = [];
}
