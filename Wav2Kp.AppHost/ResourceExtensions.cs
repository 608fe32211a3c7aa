namespace Wav2Kp.AppHost;

/// <summary>What Wav2Kp's resources say beyond Aspire's own words.</summary>
internal static class ResourceExtensions
{
    /// <summary>Marks a service for a kind of machine: the annotation is for a deployment's publisher, the environment
    /// variable for the manifests that are written without one.</summary>
    public static IResourceBuilder<T> OnNodes<T>(this IResourceBuilder<T> builder, NodePool pool)
        where T : IResourceWithEnvironment => builder
            .WithAnnotation(pool, ResourceAnnotationMutationBehavior.Replace)
            .WithEnvironment(NodePool.Variable, pool.Name);

    /// <summary>Sets an environment variable if there is a value for it.</summary>
    public static IResourceBuilder<T> WithOptionalEnvironment<T>(this IResourceBuilder<T> builder, string name, string? value)
        where T : IResourceWithEnvironment => value is null ? builder : builder.WithEnvironment(name, value);
}
