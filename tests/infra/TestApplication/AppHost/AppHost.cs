// An application that tests of the orchestrator start as a process: servers, a job to completion, two services.
IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder(args);

IResourceBuilder<PostgresDatabaseResource> catalog = builder.AddPostgres("postgres").AddDatabase("catalog");
IResourceBuilder<RabbitMQServerResource> messaging = builder.AddRabbitMQ("messaging");
IResourceBuilder<ProjectResource> job = builder
    .AddProject<Projects.TestApplication_Service>("job", launchProfileName: null)
    .WithArgs(builder.Configuration["job"] ?? "once")
    .WithReference(catalog)
    .WaitFor(catalog);
IResourceBuilder<ProjectResource> worker = builder
    .AddProject<Projects.TestApplication_Service>("worker", launchProfileName: null)
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health")
    .WithReference(catalog)
    .WithReference(messaging)
    .WaitFor(messaging)
    .WaitForCompletion(job)
    .WithReplicas(2);
builder
    .AddProject<Projects.TestApplication_Service>("web", launchProfileName: null)
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints()
    .WithReference(worker)
    .WaitFor(worker)
    .WithArgs(builder.Configuration["web"] ?? "serve");

builder.Build().Run();
