using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;

namespace Aspire.Hosting;

/// <summary>What all kinds of resources share: environment, endpoints, references, waits, health.</summary>
public static class ResourceBuilderExtensions
{
    /// <summary>Sets an environment variable.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, string? value)
        where T : IResourceWithEnvironment => builder.WithEnvironment(context => context.EnvironmentVariables[name] = value ?? "");

    /// <summary>Sets an environment variable to what the expression is at run time.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, ReferenceExpression value)
        where T : IResourceWithEnvironment => builder.WithEnvironment(context => context.EnvironmentVariables[name] = value);

    /// <summary>Sets an environment variable to an interpolated string with values of run time.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(
        this IResourceBuilder<T> builder, string name, in ReferenceExpression.ExpressionInterpolatedStringHandler value)
        where T : IResourceWithEnvironment
    {
        ReferenceExpression expression = ReferenceExpression.Create(value);
        return builder.WithEnvironment(name, expression);
    }

    /// <summary>Sets an environment variable to what the callback returns at each start.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, Func<string> callback)
        where T : IResourceWithEnvironment => builder.WithEnvironment(context => context.EnvironmentVariables[name] = callback());

    /// <summary>Sets an environment variable to a parameter's value.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(
        this IResourceBuilder<T> builder, string name, IResourceBuilder<ParameterResource> parameter)
        where T : IResourceWithEnvironment => builder.WithEnvironment(context => context.EnvironmentVariables[name] = parameter.Resource);

    /// <summary>Sets an environment variable to an endpoint's address.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, EndpointReference endpointReference)
        where T : IResourceWithEnvironment => builder.WithEnvironment(context => context.EnvironmentVariables[name] = endpointReference);

    /// <summary>Sets environment variables at each start.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, Action<EnvironmentCallbackContext> callback)
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(callback);
        return builder.WithEnvironment(context =>
        {
            callback(context);
            return Task.CompletedTask;
        });
    }

    /// <summary>Sets environment variables at each start.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, Func<EnvironmentCallbackContext, Task> callback)
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new EnvironmentCallbackAnnotation(callback));
    }

    /// <summary>Adds command line arguments.</summary>
    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, params string[] args)
        where T : IResourceWithArgs => builder.WithArgs(context =>
        {
            foreach (string arg in args)
            {
                context.Args.Add(arg);
            }
        });

    /// <summary>Adds command line arguments: text, or values of run time.</summary>
    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, params object[] args)
        where T : IResourceWithArgs => builder.WithArgs(context =>
        {
            foreach (object arg in args)
            {
                context.Args.Add(arg);
            }
        });

    /// <summary>Adds command line arguments at each start.</summary>
    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, Action<CommandLineArgsCallbackContext> callback)
        where T : IResourceWithArgs
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(callback);
        return builder.WithAnnotation(new CommandLineArgsCallbackAnnotation(context =>
        {
            callback(context);
            return Task.CompletedTask;
        }));
    }

    /// <summary>Adds an http endpoint.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="port">The port that clients use; a free one if null.</param>
    /// <param name="targetPort">The port that the process listens on, where that is not its own choice.</param>
    /// <param name="name">The endpoint's name, by default <c>http</c>.</param>
    /// <param name="env">An environment variable that tells the process its port.</param>
    /// <param name="isProxied">Whether a proxy may stand before it.</param>
    /// <exception cref="DistributedApplicationException">The resource has an endpoint of this name.</exception>
    public static IResourceBuilder<T> WithHttpEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null, bool isProxied = true)
        where T : IResourceWithEndpoints =>
        builder.WithEndpoint(port: port, targetPort: targetPort, scheme: "http", name: name, env: env, isProxied: isProxied);

    /// <summary>Adds an endpoint.</summary>
    /// <exception cref="DistributedApplicationException">The resource has an endpoint of this name.</exception>
    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder,
        int? port = null,
        int? targetPort = null,
        string? scheme = null,
        string? name = null,
        string? env = null,
        bool isProxied = true,
        bool? isExternal = null,
        ProtocolType? protocol = null)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        EndpointAnnotation endpoint = new(protocol ?? ProtocolType.Tcp, scheme, null, name, port, targetPort, isExternal, isProxied);
        if (builder.Resource.Annotations.OfType<EndpointAnnotation>()
            .Any(other => string.Equals(other.Name, endpoint.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new DistributedApplicationException(
                $"Endpoint with name '{endpoint.Name}' already exists. Give the endpoint of '{builder.Resource.Name}' a name of its own.");
        }
        if (env is not null && builder.Resource is IResourceWithEnvironment)
        {
            EndpointReference reference = new(builder.Resource, endpoint.Name);
            builder.WithAnnotation(new EnvironmentCallbackAnnotation(context =>
            {
                context.EnvironmentVariables[env] = reference.Property(EndpointProperty.TargetPort);
                return Task.CompletedTask;
            }));
        }
        return builder.WithAnnotation(endpoint);
    }

    /// <summary>Marks the http endpoints as used by people and programs outside the application.</summary>
    public static IResourceBuilder<T> WithExternalHttpEndpoints<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        foreach (EndpointAnnotation endpoint in builder.Resource.Annotations.OfType<EndpointAnnotation>())
        {
            if (endpoint.UriScheme is "http" or "https")
            {
                endpoint.IsExternal = true;
            }
        }
        return builder;
    }

    /// <summary>An endpoint of the resource.</summary>
    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        return new EndpointReference(builder.Resource, name);
    }

    /// <summary>Gives the resource another's connection string as <c>ConnectionStrings__{name}</c>.</summary>
    /// <param name="builder">The resource that connects.</param>
    /// <param name="source">The resource connected to.</param>
    /// <param name="connectionName">The connection string's name, by default the source's.</param>
    /// <param name="optional">Whether the variable is left out when there is no connection string.</param>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder,
        IResourceBuilder<IResourceWithConnectionString> source,
        string? connectionName = null,
        bool optional = false)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(source);
        IResourceWithConnectionString resource = source.Resource;
        string name = connectionName ?? resource.Name;
        return builder.WithEnvironment(async context =>
        {
            string variable = resource.ConnectionStringEnvironmentVariable ?? $"ConnectionStrings__{name}";
            string? value = await resource.GetConnectionStringAsync(context.CancellationToken).ConfigureAwait(false);
            if (string.IsNullOrEmpty(value))
            {
                if (!optional)
                {
                    throw new DistributedApplicationException($"The connection string of '{resource.Name}' is empty.");
                }
                return;
            }
            context.EnvironmentVariables[variable] = value;
            foreach ((string property, ReferenceExpression expression) in resource.GetConnectionProperties())
            {
                context.EnvironmentVariables[$"{EnvironmentName(name)}_{property.ToUpperInvariant()}"] = expression;
            }
        });
    }

    /// <summary>Tells the resource where another's endpoints are: <c>services__{name}__{endpoint}__0</c>.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(source);
        IResourceWithServiceDiscovery resource = source.Resource;
        return builder.WithEnvironment(context =>
        {
            foreach (EndpointAnnotation endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            {
                EndpointReference reference = new(resource, endpoint.Name);
                context.EnvironmentVariables[$"services__{resource.Name}__{endpoint.Name}__0"] = reference;
                context.EnvironmentVariables[$"{EnvironmentName(resource.Name)}_{EnvironmentName(endpoint.Name)}"] = reference;
            }
        });
    }

    /// <summary>Starts the resource only when the other runs and all its health checks pass.</summary>
    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport
    {
        ArgumentNullException.ThrowIfNull(dependency);
        return Wait(builder, dependency.Resource, WaitType.WaitUntilHealthy);
    }

    /// <summary>Starts the resource only when the other runs.</summary>
    public static IResourceBuilder<T> WaitForStart<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport
    {
        ArgumentNullException.ThrowIfNull(dependency);
        return Wait(builder, dependency.Resource, WaitType.WaitUntilStarted);
    }

    /// <summary>Starts the resource only when the other has run to its end with this exit code.</summary>
    public static IResourceBuilder<T> WaitForCompletion<T>(
        this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency, int exitCode = 0)
        where T : IResourceWithWaitSupport
    {
        ArgumentNullException.ThrowIfNull(dependency);
        return Wait(builder, dependency.Resource, WaitType.WaitForCompletion, exitCode);
    }

    /// <summary>Makes a health check of the application's host tell about the resource.</summary>
    public static IResourceBuilder<T> WithHealthCheck<T>(this IResourceBuilder<T> builder, string key)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        return WithHealthCheck(builder, new HealthCheckAnnotation(key));
    }

    /// <summary>Counts the resource as healthy while a GET of the path returns the status code.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="path">The path, by default <c>/</c>.</param>
    /// <param name="statusCode">The status code, by default 200.</param>
    /// <param name="endpointName">The endpoint, by default the first http one.</param>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        EndpointAnnotation endpoint = builder.Resource.Annotations.OfType<EndpointAnnotation>()
            .FirstOrDefault(candidate => endpointName is null
                ? candidate.UriScheme is "http" or "https"
                : string.Equals(candidate.Name, endpointName, StringComparison.OrdinalIgnoreCase))
            ?? throw new DistributedApplicationException(
                $"Could not create HTTP health check for resource '{builder.Resource.Name}' as no endpoint was found "
                + $"matching one of the specified names: {endpointName ?? "http, https"}.");
        path ??= "/";
        int expected = statusCode ?? 200;
        string key = $"{builder.Resource.Name}_{endpoint.Name}_{path}_{expected}_check";
        return WithHealthCheck(builder, new HttpHealthCheckAnnotation(key, endpoint, path, expected));
    }

    private static IResourceBuilder<T> WithHealthCheck<T>(IResourceBuilder<T> builder, HealthCheckAnnotation check)
        where T : IResource =>
        builder.Resource.Annotations.OfType<HealthCheckAnnotation>().Any(annotation => annotation.Key == check.Key)
            ? throw new DistributedApplicationException($"Resource '{builder.Resource.Name}' already has a health check with key '{check.Key}'.")
            : builder.WithAnnotation(check);

    internal static string EnvironmentName(string name) => name.Replace('-', '_').ToUpperInvariant();

    private static IResourceBuilder<T> Wait<T>(IResourceBuilder<T> builder, IResource dependency, WaitType type, int exitCode = 0)
        where T : IResourceWithWaitSupport
    {
        ArgumentNullException.ThrowIfNull(builder);
        if ((IResource)builder.Resource == dependency)
        {
            throw new DistributedApplicationException($"The '{builder.Resource.Name}' resource cannot wait for itself.");
        }
        return (builder.Resource as IResourceWithParent)?.Parent == dependency
            ? throw new DistributedApplicationException(
                $"The '{builder.Resource.Name}' resource cannot wait for its parent '{dependency.Name}'.")
            : builder.WithAnnotation(new WaitAnnotation(dependency, type, exitCode));
    }
}
