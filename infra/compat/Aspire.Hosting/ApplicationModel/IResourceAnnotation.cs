namespace Aspire.Hosting.ApplicationModel;

/// <summary>A fact about a resource that the model's reader acts on.</summary>
public interface IResourceAnnotation
{
}
