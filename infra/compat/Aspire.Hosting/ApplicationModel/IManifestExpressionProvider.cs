namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something that has a placeholder in a deployment manifest.</summary>
public interface IManifestExpressionProvider
{
    /// <summary>The placeholder, such as <c>{messaging.connectionString}</c>.</summary>
    string ValueExpression { get; }
}
