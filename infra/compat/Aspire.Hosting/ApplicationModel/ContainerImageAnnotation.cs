namespace Aspire.Hosting.ApplicationModel;

/// <summary>The image that a container runs.</summary>
public sealed class ContainerImageAnnotation : IResourceAnnotation
{
    /// <summary>The image's name.</summary>
    public required string Image { get; set; }

    /// <summary>The image's tag.</summary>
    public string? Tag { get; set; }
}
