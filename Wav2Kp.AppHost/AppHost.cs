using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Wav2Kp.AppHost;

IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder(args);
if (!AppHostSettings.TryRead(builder.Configuration, out AppHostSettings? settings, out string? fault))
{
    Console.Error.WriteLine(fault);
    Environment.ExitCode = 1;
    return;
}

if (settings.EndsWithInput)
{
    builder.Services.AddHostedService(services => new InputEnd(services.GetRequiredService<IHostApplicationLifetime>(), Console.OpenStandardInput()));
}

// Servers. Their data survive restarts: in volumes where they are containers, in the data folder where they are not.
IResourceBuilder<PostgresDatabaseResource> catalog = builder.AddPostgres("postgres").WithDataVolume().AddDatabase("catalog");
IResourceBuilder<RabbitMQServerResource> messaging = builder.AddRabbitMQ("messaging").WithDataVolume();
IResourceBuilder<IResourceWithConnectionString> objects = builder.AddObjectStore("objects", settings.ObjectFolder);

// The database's tables: brought up to date before anything reads them.
IResourceBuilder<ProjectResource> migrations = builder
    .AddProject<Projects.Wav2Kp_Migrations>("migrations", launchProfileName: null)
    .WithReference(catalog)
    .WaitFor(catalog);

// Services. Each takes its work from RabbitMQ and keeps what it made in the object store and the catalog.
IResourceBuilder<ProjectResource> ingest = AddService<Projects.Wav2Kp_Ingest>("ingest");
AddService<Projects.Wav2Kp_FeatureExtraction>("features").WithReplicas(settings.Replicas("features"));
AddService<Projects.Wav2Kp_Landmarks>("landmarks")
    .WithReplicas(settings.Replicas("landmarks"))
    .WithOptionalEnvironment("Landmarks__Model", settings.LandmarkModel);
AddService<Projects.Wav2Kp_Trainer>("trainer").OnNodes(NodePool.Gpu).WithReplicas(settings.Replicas("trainer"));
IResourceBuilder<ProjectResource> inference = AddService<Projects.Wav2Kp_Inference>("inference")
    .WithReplicas(settings.Replicas("inference"))
    .WithOptionalEnvironment("Landmarks__Model", settings.LandmarkModel);
AddService<Projects.Wav2Kp_Studio>("studio", settings.StudioPort)
    .WithExternalHttpEndpoints()
    .WithEnvironment("Platform__State", settings.StateFile)
    .WithReference(ingest)
    .WithReference(inference);

builder.Build().Run();

IResourceBuilder<ProjectResource> AddService<TProject>(string name, int? port = null)
    where TProject : IProjectMetadata, new() => builder
        .AddProject<TProject>(name, launchProfileName: null)
        .WithHttpEndpoint(port: port)
        .WithHttpHealthCheck("/health")
        // otherwise it follows the processor's last-level cache: a server's 100 MB of that are 100 MB more in every idle service
        .WithEnvironment("DOTNET_GCgen0size", "0x1000000")
        .WithReference(catalog)
        .WithReference(messaging)
        .WithReference(objects)
        .WaitFor(catalog)
        .WaitFor(messaging)
        .WaitForCompletion(migrations);
