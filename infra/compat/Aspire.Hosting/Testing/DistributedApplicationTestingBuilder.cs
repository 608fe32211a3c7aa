using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>Makes builders for tests.</summary>
public static class DistributedApplicationTestingBuilder
{
    /// <summary>A builder of an application that the test describes itself.</summary>
    /// <remarks>The output of its resources goes to their logs, not to the console, unless <c>--quiet=false</c> is given.</remarks>
    public static IDistributedApplicationTestingBuilder Create(params string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return new Builder(DistributedApplication.CreateBuilder(["--quiet=true", .. args]));
    }

    private sealed class Builder(IDistributedApplicationBuilder inner) : IDistributedApplicationTestingBuilder
    {
        private DistributedApplication? _application;

        public ConfigurationManager Configuration => inner.Configuration;

        public string AppHostDirectory => inner.AppHostDirectory;

        public Assembly? AppHostAssembly => inner.AppHostAssembly;

        public IHostEnvironment Environment => inner.Environment;

        public IServiceCollection Services => inner.Services;

        public DistributedApplicationExecutionContext ExecutionContext => inner.ExecutionContext;

        public IResourceCollection Resources => inner.Resources;

        public IResourceBuilder<T> AddResource<T>(T resource)
            where T : IResource => inner.AddResource(resource);

        public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
            where T : IResource => inner.CreateResourceBuilder(resource);

        public DistributedApplication Build() => _application = inner.Build();

        public Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken) => Task.FromResult(Build());

        public void Dispose() => _application?.Dispose();

        public ValueTask DisposeAsync() => _application?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
