using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <summary>Builds an application for the local orchestrator.</summary>
internal sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HostApplicationBuilder _host;

    public DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        if (EntryPointCapture.Current is { } capture)
        {
            options = new DistributedApplicationOptions
            {
                Args = [.. options.Args ?? [], .. capture.Args],
                AssemblyName = options.AssemblyName ?? capture.EntryPoint.Assembly.GetName().Name,
                ProjectDirectory = options.ProjectDirectory,
            };
        }
        AppHostAssembly = options.Assembly;
        AppHostDirectory = options.Directory;
        ConfigurationManager configuration = new();
        configuration.AddInMemoryCollection([new("hostBuilder:reloadConfigOnChange", "false")]);
        _host = new HostApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = options.Args,
            ContentRootPath = Directory.Exists(AppHostDirectory) ? AppHostDirectory : AppContext.BaseDirectory,
            Configuration = configuration,
        });
        // the app model may ask for the data folder under the key by which it is given
        _host.Configuration["data"] = DataFolder.PathFor(_host.Configuration["data"]);
        bool publish = string.Equals(_host.Configuration["operation"], "publish", StringComparison.OrdinalIgnoreCase)
            || _host.Configuration["publisher"] is not null;
        ExecutionContext = new DistributedApplicationExecutionContext(
            publish ? DistributedApplicationOperation.Publish : DistributedApplicationOperation.Run);

        _host.Logging.ClearProviders();
        _host.Services.AddSingleton(ExecutionContext);
        _host.Services.AddSingleton(new DistributedApplicationModel(Resources));
        _host.Services.AddSingleton(new AppHostAssembly(AppHostAssembly));
        _host.Services.AddSingleton(new ResourceNotificationService());
        _host.Services.AddSingleton<Orchestrator>();
        _host.Services.AddHostedService(services => services.GetRequiredService<Orchestrator>());
        _host.Services.AddHealthChecks();
        _host.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Orchestrator.StopTimeout);
        _host.Services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
    }

    public ConfigurationManager Configuration => _host.Configuration;

    public string AppHostDirectory { get; }

    public Assembly? AppHostAssembly { get; }

    public IHostEnvironment Environment => _host.Environment;

    public IServiceCollection Services => _host.Services;

    public DistributedApplicationExecutionContext ExecutionContext { get; }

    public IResourceCollection Resources { get; } = new ResourceCollection();

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(resource);
        if (Resources.Any(other => string.Equals(other.Name, resource.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new DistributedApplicationException(
                $"Cannot add resource of type '{resource.GetType()}' with name '{resource.Name}' because resource of that name already exists.");
        }
        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource => new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build()
    {
        EntryPointCapture.Current?.Take(this);
        return BuildNow();
    }

    internal DistributedApplication BuildNow() => new(_host.Build());

    private sealed class ResourceCollection : System.Collections.ObjectModel.Collection<IResource>, IResourceCollection
    {
    }

    private sealed class ResourceBuilder<T>(IDistributedApplicationBuilder application, T resource) : IResourceBuilder<T>
        where T : IResource
    {
        public IDistributedApplicationBuilder ApplicationBuilder => application;

        public T Resource => resource;

        public IResourceBuilder<T> WithAnnotation<TAnnotation>(TAnnotation annotation, ResourceAnnotationMutationBehavior behavior)
            where TAnnotation : IResourceAnnotation
        {
            ArgumentNullException.ThrowIfNull(annotation);
            if (behavior == ResourceAnnotationMutationBehavior.Replace)
            {
                foreach (TAnnotation old in resource.Annotations.OfType<TAnnotation>().ToList())
                {
                    resource.Annotations.Remove(old);
                }
            }
            resource.Annotations.Add(annotation);
            return this;
        }
    }
}
