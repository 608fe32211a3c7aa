using Microsoft.Extensions.Configuration;

namespace Wav2Kp.AppHost;

/// <summary>Adds the object store to the application.</summary>
internal static class ObjectStoreExtensions
{
    private const string Bucket = "wav2kp";

    /// <summary>The object store: the connection string of this name if there is one (<c>Folder=…</c>, or
    /// <c>Endpoint=…;AccessKey=…;SecretKey=…;Bucket=…</c> for any S3 server); else MinIO where the application is
    /// published to containers, and a folder where it runs on this machine.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddObjectStore(
        this IDistributedApplicationBuilder builder, string name, string folder)
    {
        if (!string.IsNullOrEmpty(builder.Configuration.GetConnectionString(name)))
        {
            return builder.AddConnectionString(name);
        }
        return builder.ExecutionContext.IsPublishMode
            ? builder.AddMinio(name)
            : builder.AddConnectionString(name, ReferenceExpression.Create($"Folder={folder}"));
    }

    private static IResourceBuilder<ConnectionStringResource> AddMinio(this IDistributedApplicationBuilder builder, string name)
    {
        IResourceBuilder<ParameterResource> user = builder.AddParameter("minio-user", "wav2kp");
        IResourceBuilder<ParameterResource> password =
            builder.AddParameter("minio-password", new GenerateParameterDefault { MinLength = 22, Special = false }, secret: true, persist: true);
        IResourceBuilder<ContainerResource> minio = builder
            .AddContainer("minio", "minio/minio", "RELEASE.2025-09-07T16-13-09Z")
            .WithArgs("server", "/data")
            .WithHttpEndpoint(targetPort: 9000, name: "http")
            .WithHttpHealthCheck("/minio/health/live", endpointName: "http")
            .WithEnvironment("MINIO_ROOT_USER", user)
            .WithEnvironment("MINIO_ROOT_PASSWORD", password)
            .WithVolume("wav2kp-objects", "/data");
        return builder.AddConnectionString(
            name,
            ReferenceExpression.Create($"Endpoint={minio.GetEndpoint("http")};AccessKey={user};SecretKey={password};Bucket={Bucket}"));
    }
}
