using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>Adds parameters and connection strings.</summary>
public static class ParameterResourceBuilderExtensions
{
    /// <summary>A parameter read from the configuration key <c>Parameters:name</c>.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        builder.AddResource(CreateParameter(builder, name, secret));

    /// <summary>A parameter with a fixed value, unless the configuration key <c>Parameters:name</c> gives another.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false) =>
        builder.AddParameter(name, () => value, publishValueAsDefault, secret);

    /// <summary>A parameter whose value is found when it is needed.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder,
        string name,
        Func<string> valueGetter,
        bool publishValueAsDefault = false,
        bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(valueGetter);
        if (publishValueAsDefault && secret)
        {
            throw new ArgumentException("A secret's value is not published.", nameof(publishValueAsDefault));
        }
        return builder.AddResource(
            new ParameterResource(name, _ => builder.Configuration[$"Parameters:{name}"] ?? valueGetter(), secret));
    }

    /// <summary>A parameter with a default, such as a random value.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The parameter's name.</param>
    /// <param name="value">Where its value comes from when the configuration has none.</param>
    /// <param name="secret">Whether it is kept from logs.</param>
    /// <param name="persist">Whether the default is kept for later runs.</param>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, ParameterDefault value, bool secret = false, bool persist = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(value);
        return builder.AddResource(
            new ParameterResource(
                name,
                parameterDefault => builder.Configuration[$"Parameters:{name}"]
                    ?? (persist ? ParameterStore.Of(builder.Configuration).GetOrAdd(name, parameterDefault!) : parameterDefault!.GetDefaultValue()),
                secret)
            {
                Default = value,
            });
    }

    /// <summary>A connection string read from the configuration key <c>ConnectionStrings:name</c>.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(
        this IDistributedApplicationBuilder builder, string name, string? environmentVariableName = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddResource<IResourceWithConnectionString>(
            new ConnectionStringParameterResource(
                name,
                _ => builder.Configuration.GetConnectionString(name)
                    ?? throw new DistributedApplicationException(
                        $"The connection string '{name}' has no value: set ConnectionStrings__{name} in the environment."),
                environmentVariableName));
    }

    /// <summary>A random password that is kept for later runs.</summary>
    public static ParameterResource CreateDefaultPasswordParameter(
        IDistributedApplicationBuilder builder,
        string name,
        bool lower = true,
        bool upper = true,
        bool numeric = true,
        bool special = true)
    {
        ArgumentNullException.ThrowIfNull(builder);
        GenerateParameterDefault value = new() { MinLength = 22, Lower = lower, Upper = upper, Numeric = numeric, Special = special };
        return new ParameterResource(
            name,
            parameterDefault => builder.Configuration[$"Parameters:{name}"]
                ?? ParameterStore.Of(builder.Configuration).GetOrAdd(name, parameterDefault!),
            secret: true)
        {
            Default = value,
        };
    }

    internal static ParameterResource CreateParameter(IDistributedApplicationBuilder builder, string name, bool secret)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return new ParameterResource(
            name,
            _ => builder.Configuration[$"Parameters:{name}"]
                ?? throw new DistributedApplicationException(
                    $"The parameter '{name}' has no value: set Parameters__{name} in the environment."),
            secret);
    }
}
