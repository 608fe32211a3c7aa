using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Aspire.Hosting.Tests;

public sealed class ModelTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reference_expression_asks_for_its_values_when_it_is_needed_and_keeps_braces()
    {
        IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder();
        IResourceBuilder<ParameterResource> key = builder.AddParameter("key", "a{b}c", secret: true);
        ReferenceExpression expression = ReferenceExpression.Create($"{{literal}};Key={key};Name={"x{0}"}");

        (await expression.GetValueAsync(Cancellation)).ShouldBe("{literal};Key=a{b}c;Name=x{0}");
        expression.ValueExpression.ShouldBe("{literal};Key={key.value};Name=x{0}");
        expression.ValueProviders.ShouldBe([key.Resource]);
    }

    [Fact]
    public void An_endpoint_has_no_port_before_the_application_starts()
    {
        IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder();
        IResourceBuilder<ExecutableResource> program = builder.AddExecutable("program", "sleep", "/", "1").WithHttpEndpoint();
        EndpointReference endpoint = program.GetEndpoint("http");

        endpoint.IsAllocated.ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => endpoint.Url).Message.ShouldContain("'http' of 'program'");
        program.GetEndpoint("other").Exists.ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("9lives")]
    [InlineData("a_b")]
    [InlineData("a--b")]
    [InlineData("a-")]
    [InlineData("übung")]
    public void A_name_that_is_no_host_name_is_refused(string name) =>
        Should.Throw<ArgumentException>(() => DistributedApplication.CreateBuilder().AddPostgres(name));

    [Fact]
    public void Names_are_unique_whatever_their_case()
    {
        IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder();
        builder.AddRabbitMQ("messaging");
        Should.Throw<DistributedApplicationException>(() => builder.AddPostgres("Messaging")).Message.ShouldContain("already exists");
    }

    [Fact]
    public void Endpoints_health_checks_and_waits_that_make_no_sense_are_refused()
    {
        IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder();
        IResourceBuilder<ExecutableResource> program = builder.AddExecutable("program", "sleep", "/", "1");
        Should.Throw<DistributedApplicationException>(() => program.WithHttpHealthCheck()).Message.ShouldContain("no endpoint");
        program.WithHttpEndpoint().WithHttpHealthCheck("/health");
        Should.Throw<DistributedApplicationException>(() => program.WithHttpEndpoint()).Message.ShouldContain("'http' already exists");
        Should.Throw<DistributedApplicationException>(() => program.WithHttpHealthCheck("/health")).Message.ShouldContain("already has");
        Should.Throw<DistributedApplicationException>(() => program.WaitFor(program)).Message.ShouldContain("itself");
    }

    [Fact]
    public async Task A_connection_string_is_read_from_the_configuration()
    {
        IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder(["--ConnectionStrings:objects=Folder=/somewhere"]);
        IResourceBuilder<IResourceWithConnectionString> objects = builder.AddConnectionString("objects");
        (await objects.Resource.GetConnectionStringAsync(Cancellation)).ShouldBe("Folder=/somewhere");

        IResourceBuilder<IResourceWithConnectionString> other = builder.AddConnectionString("other");
        DistributedApplicationException exception =
            await Should.ThrowAsync<DistributedApplicationException>(async () => await other.Resource.GetConnectionStringAsync(Cancellation));
        exception.Message.ShouldContain("ConnectionStrings__other");
    }

    [Fact]
    public void A_generated_value_is_long_random_and_of_the_wanted_characters()
    {
        GenerateParameterDefault generator = new() { MinLength = 10, Special = false, Upper = false };
        string value = generator.GetDefaultValue();
        value.Length.ShouldBeGreaterThanOrEqualTo(25, "128 bits in an alphabet of 33 characters");
        value.ShouldMatch("^[a-z0-9]+$");
        generator.GetDefaultValue().ShouldNotBe(value);
    }

    [Fact]
    public async Task Generated_passwords_are_kept_for_their_owner_alone()
    {
        using TemporaryFolder folder = new();
        IResourceBuilder<PostgresServerResource> first = DistributedApplication.CreateBuilder([$"--data={folder.Path}"]).AddPostgres("postgres");
        string? password = await first.Resource.PasswordParameter.GetValueAsync(Cancellation);
        IResourceBuilder<PostgresServerResource> second = DistributedApplication.CreateBuilder([$"--data={folder.Path}"]).AddPostgres("postgres");

        (await second.Resource.PasswordParameter.GetValueAsync(Cancellation)).ShouldBe(password);
        File.GetUnixFileMode(Path.Combine(folder.Path, "parameters.json")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Any_character_may_be_in_the_password_of_a_broker()
    {
        IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder();
        IResourceBuilder<RabbitMQServerResource> broker = builder.AddRabbitMQ("messaging", password: builder.AddParameter("secret", "p@ss/w:rd", secret: true));
        EndpointAnnotation endpoint = broker.Resource.PrimaryEndpoint.EndpointAnnotation;
        endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "127.0.0.1", 5673);
        IResourceWithConnectionString resource = broker.Resource;

        (await resource.GetConnectionStringAsync(Cancellation)).ShouldBe("amqp://guest:p%40ss%2Fw%3Ard@127.0.0.1:5673");
    }

    [Fact]
    public async Task A_container_fails_the_start_with_a_sentence_that_says_what_runs_it()
    {
        using TemporaryFolder folder = new();
        await using IDistributedApplicationTestingBuilder builder = DistributedApplicationTestingBuilder.Create($"--data={folder.Path}");
        builder.AddContainer("minio", "minio/minio", "1");
        await using DistributedApplication application = await builder.BuildAsync(Cancellation);
        await application.StartAsync(Cancellation);

        DistributedApplicationException exception = await Should.ThrowAsync<DistributedApplicationException>(
            () => application.ResourceNotifications.WaitForResourceHealthyAsync("minio", Cancellation));

        exception.Message.ShouldContain("'minio' failed to start");
        exception.Message.ShouldContain("-p:Packages=published");
    }

    [Fact]
    public async Task A_launch_profile_gives_a_project_its_address_and_environment_unless_it_is_left_out()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(Path.Combine(folder.Path, "Properties"));
        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, "Properties", "launchSettings.json"),
            """{"profiles":{"other":{"commandName":"Executable"},"http":{"commandName":"Project","applicationUrl":"http://localhost:5123","environmentVariables":{"A":"b"}}}}""",
            Cancellation);
        string project = Path.Combine(folder.Path, "Some.csproj");
        IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder();

        IResourceBuilder<ProjectResource> with = builder.AddProject("with", project);
        IResourceBuilder<ProjectResource> without = builder.AddProject("without", project, launchProfileName: null);

        with.GetEndpoint("http").EndpointAnnotation.Port.ShouldBe(5123);
        (await Orchestration.ResourceSettings.EnvironmentAsync(with.Resource, builder.ExecutionContext, Cancellation)).ShouldContainKeyAndValue("A", "b");
        without.GetEndpoint("http").Exists.ShouldBeFalse();
        Should.Throw<DistributedApplicationException>(() => builder.AddProject("wrong", project, "https")).Message.ShouldContain("'https'");
    }

    [Fact]
    public async Task A_test_takes_over_the_builder_of_an_AppHost()
    {
        using TemporaryFolder folder = new();
        await using IDistributedApplicationTestingBuilder builder =
            await DistributedApplicationTestingBuilder.CreateAsync<Projects.TestApplication_AppHost>([$"--data={folder.Path}", "--servers=false"], Cancellation);
        builder.Resources.Select(resource => resource.Name).ShouldBe(["job", "worker", "web"]);
        await using DistributedApplication application = await builder.BuildAsync(Cancellation);
        await application.StartAsync(Cancellation);

        await application.ResourceNotifications.WaitForResourceHealthyAsync("web", Cancellation);

        using HttpClient client = application.CreateHttpClient("web");
        (await client.GetStringAsync("/health", Cancellation)).ShouldBe("Healthy");
        await Should.ThrowAsync<ArgumentException>(async () => await application.GetConnectionStringAsync("web", Cancellation));
    }

    [Fact]
    public void The_command_line_tells_the_operation_and_the_data_folder()
    {
        DistributedApplication.CreateBuilder().ExecutionContext.IsRunMode.ShouldBeTrue();
        IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder(["--operation", "publish", "--data", "/some/where"]);
        builder.ExecutionContext.IsPublishMode.ShouldBeTrue();
        builder.Configuration["data"].ShouldBe("/some/where");
    }
}
