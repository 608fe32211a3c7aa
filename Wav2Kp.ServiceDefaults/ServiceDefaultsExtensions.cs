using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;
using Wav2Kp.Objects;

namespace Wav2Kp.ServiceDefaults;

/// <summary>What every service shares: health, telemetry, logs, catalog, object store, bus, HTTP clients, and the workers of its steps.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Connection string of the PostgreSQL database: <c>ConnectionStrings__catalog</c>.</summary>
    public const string CatalogConnection = "catalog";

    /// <summary>Connection string of RabbitMQ, <c>amqp://user:password@host:port</c>: <c>ConnectionStrings__messaging</c>.</summary>
    public const string MessagingConnection = "messaging";

    /// <summary>Connection string of the object store, see <see cref="ObjectStores"/>: <c>ConnectionStrings__objects</c>.</summary>
    public const string ObjectsConnection = "objects";

    private const string LiveTag = "live";

    /// <summary>
    /// Adds everything that a service shares with the others. None of the servers need to be up: whatever needs one waits for it, and
    /// <c>/health</c> says so meanwhile.
    /// </summary>
    /// <exception cref="InvalidOperationException">A connection string is missing.</exception>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        string service = builder.Environment.ApplicationName;
        IServiceCollection services = builder.Services;
        builder.AddLogsAndTelemetry();
        services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(7));
        services.Configure<StepWorkerOptions>(builder.Configuration.GetSection("Steps"));
        // Handlers block pool threads with native work; heartbeats and the bus must find a thread all the same.
        ThreadPool.GetMinThreads(out int workers, out int ports);
        ThreadPool.SetMinThreads(Math.Max(workers, Environment.ProcessorCount + 8), ports);

        string catalog = builder.Connection(CatalogConnection);
        services.AddSingleton(_ => CatalogDatabase.CreateDataSource(catalog, service));
        services.AddPooledDbContextFactory<CatalogContext>((provider, o) => CatalogDatabase.Configure(o, provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<StepLedger>();
        services.AddSingleton<Workflow>();
        string objects = builder.Connection(ObjectsConnection);
        services.AddSingleton(_ => ObjectStores.FromConnectionString(objects));

        Uri broker = BrokerAddress(builder.Connection(MessagingConnection));
        services.AddSingleton(_ => new BrokerInspector(broker));
        services.AddSingleton<StepDispatcher>();
        services.AddSingleton<IStepDispatcher>(p => p.GetRequiredService<StepDispatcher>());
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.UsingRabbitMq((context, rabbit) => ConfigureBus(context, rabbit, broker));
        });
        services.AddHostedService(p => p.GetRequiredService<StepDispatcher>());
        services.AddSingleton<Reconciler>();
        services.AddHostedService(p => p.GetRequiredService<Reconciler>());

        services.AddSingleton(WorkerIdentity.Of(service));
        services.AddSingleton<WorkFolders>();
        services.AddSingleton<LeaseKeeper>();
        services.AddHostedService(p => p.GetRequiredService<LeaseKeeper>());
        services.AddSingleton<StepRunner>();

        services.AddHostedService<IdleMemory>();
        services.AddHealthChecks()
            .AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag])
            .AddCheck<CatalogHealthCheck>("catalog", timeout: TimeSpan.FromSeconds(5))
            .AddCheck<ObjectStoreHealthCheck>("objects", timeout: TimeSpan.FromSeconds(5));
        services.AddServiceDiscoveryClients();
        return builder;
    }

    /// <summary>Makes the service work on the steps of a message's kind.</summary>
    /// <typeparam name="TMessage">The message.</typeparam>
    /// <typeparam name="THandler">The handler; one is made for every attempt, in a scope of its own.</typeparam>
    /// <exception cref="ArgumentException">The options ask for no slot or no attempt.</exception>
    public static IHostApplicationBuilder AddStepHandler<TMessage, THandler>(
        this IHostApplicationBuilder builder, Action<StepHandlerOptions>? configure = null)
        where TMessage : class, IStepMessage
        where THandler : class, IStepHandler<TMessage>
    {
        ArgumentNullException.ThrowIfNull(builder);
        StepHandlerOptions options = new();
        configure?.Invoke(options);
        if (options.Concurrency < 1 || options.MaxAttempts < 1 || options.MaxTransientAttempts < 1)
        {
            throw new ArgumentException($"{typeof(THandler).Name} needs at least one slot and one attempt of each kind.", nameof(configure));
        }
        StepHandlerRegistration<TMessage, THandler> registration = new(options);
        builder.Services.TryAddScoped<THandler>();
        builder.Services.AddSingleton<StepHandlerRegistration>(registration);
        builder.Services.AddSingleton(p => ActivatorUtilities.CreateInstance<StepSlots>(p, registration));
        builder.Services.AddSingleton<IHostedService>(p => p.GetServices<StepSlots>().Single(s => s.Registration == registration));
        return builder;
    }

    /// <summary>Maps <c>/health</c> (every server that the service needs answers) and <c>/alive</c> (the process answers).</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        // A bus that looks for its broker calls itself degraded: that is not healthy either.
        app.MapHealthChecks("/health", new HealthCheckOptions
        {
            ResultStatusCodes = { [HealthStatus.Degraded] = StatusCodes.Status503ServiceUnavailable },
        });
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = check => check.Tags.Contains(LiveTag) });
        return app;
    }

    private static void ConfigureBus(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator rabbit, Uri broker)
    {
        rabbit.Host(broker);
        foreach (StepHandlerRegistration handler in context.GetServices<StepHandlerRegistration>())
        {
            // The runner and the slots send messages themselves: they cannot be made while the bus is, only when a message comes.
            Lazy<Func<Task>> take = new(() => handler.Options.LongRunning
                ? context.GetServices<StepSlots>().Single(s => s.Registration == handler).WakeAsync
                : WithRunner(context.GetRequiredService<StepRunner>(), handler));
            rabbit.ReceiveEndpoint(StepQueues.NameOf(handler.Kind), endpoint =>
            {
                endpoint.SetQuorumQueue();
                endpoint.ConfigureConsumeTopology = false;
                endpoint.PrefetchCount = handler.Options.Concurrency;
                endpoint.ConcurrentMessageLimit = handler.Options.Concurrency;
                handler.Configure(endpoint, () => take.Value());
            });
        }
    }

    private static Func<Task> WithRunner(StepRunner runner, StepHandlerRegistration handler) => () => runner.RunNextAsync(handler);

    private static Uri BrokerAddress(string connection) =>
        Uri.TryCreate(connection, UriKind.Absolute, out Uri? address) && address.Scheme is "amqp" or "amqps"
            ? address
            : throw new InvalidOperationException(
                $"The connection string '{MessagingConnection}' is not the address of a RabbitMQ server: amqp://user:password@host:port.");

    private static string Connection(this IHostApplicationBuilder builder, string name) =>
        builder.Configuration.GetConnectionString(name) is { Length: > 0 } connection
            ? connection
            : throw new InvalidOperationException(
                $"The connection string '{name}' is missing: start the service through Wav2Kp.AppHost, or set ConnectionStrings__{name}.");
}
