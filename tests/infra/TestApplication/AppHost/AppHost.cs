// An application that tests of the orchestrator start as a process: servers (unless --servers=false), a job that runs
// to completion, two workers, a web service. --job and --web give their first argument.
IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder(args);

IResourceBuilder<ProjectResource> job = builder
    .AddProject<Projects.TestApplication_Service>("job", launchProfileName: null)
    .WithArgs(builder.Configuration["job"] ?? "once");
IResourceBuilder<ProjectResource> worker = builder
    .AddProject<Projects.TestApplication_Service>("worker", launchProfileName: null)
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health")
    .WaitForCompletion(job)
    .WithReplicas(2);
builder
    .AddProject<Projects.TestApplication_Service>("web", launchProfileName: null)
    .WithHttpEndpoint(port: builder.Configuration["port"] is { } port ? int.Parse(port, System.Globalization.CultureInfo.InvariantCulture) : null)
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints()
    .WithReference(worker)
    .WaitFor(worker)
    .WithArgs(builder.Configuration["web"] ?? "serve");

if (builder.Configuration["servers"] != "false")
{
    IResourceBuilder<PostgresDatabaseResource> catalog = builder.AddPostgres("postgres").AddDatabase("catalog");
    IResourceBuilder<RabbitMQServerResource> messaging = builder.AddRabbitMQ("messaging");
    job.WithReference(catalog).WaitFor(catalog);
    worker.WithReference(catalog).WithReference(messaging).WaitFor(messaging);
}

builder.Build().Run();
