using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Shouldly;
using Xunit;

namespace Wav2Kp.AppHost.Tests;

public sealed class AppHostModelTests
{
    private static readonly string[] s_services = ["ingest", "features", "landmarks", "trainer", "inference", "studio"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_service_waits_for_the_servers_and_the_migrations_and_is_watched_by_its_health()
    {
        await using IDistributedApplicationTestingBuilder builder = await CreateAsync();
        foreach (string name in s_services)
        {
            IResource service = builder.Resources.Single(resource => resource.Name == name);
            service.Annotations.OfType<WaitAnnotation>().Select(wait => (wait.Resource.Name, wait.WaitType))
                .ShouldBeSubsetOf(
                [
                    ("catalog", WaitType.WaitUntilHealthy),
                    ("messaging", WaitType.WaitUntilHealthy),
                    ("migrations", WaitType.WaitForCompletion),
                ]);
            service.Annotations.OfType<WaitAnnotation>().Count().ShouldBe(3);
            service.Annotations.OfType<HealthCheckAnnotation>().Single().Key.ShouldContain("/health");
        }
        builder.Resources.Single(resource => resource.Name == "migrations").Annotations.OfType<WaitAnnotation>()
            .Single().Resource.Name.ShouldBe("catalog");
    }

    [Fact]
    public async Task Only_the_console_is_for_the_world_outside_and_its_port_can_be_chosen()
    {
        await using IDistributedApplicationTestingBuilder builder = await CreateAsync("--port=5999");
        EndpointAnnotation external = builder.Resources.SelectMany(resource => resource.Annotations.OfType<EndpointAnnotation>())
            .Single(endpoint => endpoint.IsExternal);
        external.Port.ShouldBe(5999);
        builder.Resources.Single(resource => resource.Name == "studio").Annotations.ShouldContain(external);

        await using IDistributedApplicationTestingBuilder anyPort = await CreateAsync("--port=0");
        anyPort.Resources.Single(resource => resource.Name == "studio").Annotations.OfType<EndpointAnnotation>().Single().Port.ShouldBeNull();
    }

    [Fact]
    public async Task The_trainer_is_marked_for_GPU_nodes_and_replicas_are_a_setting()
    {
        await using IDistributedApplicationTestingBuilder builder = await CreateAsync("--replicas:features=3");
        IResource trainer = builder.Resources.Single(resource => resource.Name == "trainer");
        EnvironmentCallbackContext context = new(builder.ExecutionContext, trainer);
        foreach (IResource resource in builder.Resources)
        {
            foreach (EndpointAnnotation endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            {
                endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "127.0.0.1", 1234);
            }
        }
        foreach (EnvironmentCallbackAnnotation annotation in trainer.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }
        context.EnvironmentVariables["WAV2KP_NODE_POOL"].ShouldBe("gpu");
        context.EnvironmentVariables.Keys.ShouldBeSubsetOf(
            context.EnvironmentVariables.Keys.Where(key => key.StartsWith("ConnectionStrings__", StringComparison.Ordinal)
                || key.StartsWith("CATALOG_", StringComparison.Ordinal)
                || key.StartsWith("MESSAGING_", StringComparison.Ordinal)
                || key is "WAV2KP_NODE_POOL" or "DOTNET_GCgen0size"));
        builder.Resources.Single(resource => resource.Name == "features").Annotations.OfType<ReplicaAnnotation>().Single().Replicas.ShouldBe(3);
    }

    [Fact]
    public async Task Objects_live_in_a_folder_here_in_MinIO_where_published_and_anywhere_by_connection_string()
    {
        await using IDistributedApplicationTestingBuilder here = await CreateAsync("--data=/some/where");
        (await ObjectsAsync(here)).ShouldBe("Folder=/some/where/objects");
        here.Resources.ShouldNotContain(resource => resource is ContainerResource && resource.Name == "minio");

        await using IDistributedApplicationTestingBuilder given = await CreateAsync("--ConnectionStrings:objects=Endpoint=http://s3;Bucket=b");
        (await ObjectsAsync(given)).ShouldBe("Endpoint=http://s3;Bucket=b");

        await using IDistributedApplicationTestingBuilder published = await CreateAsync("--operation=publish");
        published.Resources.ShouldContain(resource => resource is ContainerResource && resource.Name == "minio");
        published.Resources.OfType<IResourceWithConnectionString>().Single(resource => resource.Name == "objects")
            .ConnectionStringExpression.ValueExpression
            .ShouldBe("Endpoint={minio.bindings.http.url};AccessKey={minio-user.value};SecretKey={minio-password.value};Bucket=wav2kp");
    }

    private static Task<IDistributedApplicationTestingBuilder> CreateAsync(params string[] args) =>
        DistributedApplicationTestingBuilder.CreateAsync<Projects.Wav2Kp_AppHost>(args, Cancellation);

    private static async Task<string?> ObjectsAsync(IDistributedApplicationTestingBuilder builder) =>
        await builder.Resources.OfType<IResourceWithConnectionString>().Single(resource => resource.Name == "objects")
            .GetConnectionStringAsync(Cancellation);
}
