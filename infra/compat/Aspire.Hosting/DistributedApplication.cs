using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>A distributed application: started, watched and stopped as a whole.</summary>
public class DistributedApplication : IHost, IAsyncDisposable
{
    private readonly IHost _host;

    internal DistributedApplication(IHost host) => _host = host;

    /// <summary>Services of the AppHost.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>The states of the resources.</summary>
    public ResourceNotificationService ResourceNotifications => Services.GetRequiredService<ResourceNotificationService>();

    /// <summary>A builder without a command line.</summary>
    public static IDistributedApplicationBuilder CreateBuilder() => CreateBuilder([]);

    /// <summary>A builder; <c>--key value</c> pairs of the command line become configuration.</summary>
    /// <remarks>The local orchestrator knows <c>--data</c> (the folder of all data), <c>--quiet true</c> (no output of
    /// the resources on the console) and <c>--start-timeout</c> (seconds that a resource may take to get healthy).</remarks>
    public static IDistributedApplicationBuilder CreateBuilder(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return CreateBuilder(new DistributedApplicationOptions { Args = args });
    }

    /// <summary>A builder with options.</summary>
    public static IDistributedApplicationBuilder CreateBuilder(DistributedApplicationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new DistributedApplicationBuilder(options);
    }

    /// <summary>Starts all resources in the order of their waits; returns when that is under way.</summary>
    /// <exception cref="DistributedApplicationException">The data folder is in use, or a port is taken.</exception>
    public virtual Task StartAsync(CancellationToken cancellationToken = default) => _host.StartAsync(cancellationToken);

    /// <summary>Stops everything that was started.</summary>
    public virtual Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    /// <summary>Runs until the process is told to stop (Ctrl-C, SIGTERM, SIGHUP) or a resource fails to start;
    /// then the exit code is 1 and standard error says which one, why, and where its log is.</summary>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <inheritdoc cref="Run"/>
    public virtual async Task RunAsync(CancellationToken cancellationToken = default)
    {
        IHostApplicationLifetime lifetime = Services.GetRequiredService<IHostApplicationLifetime>();
        Orchestrator orchestrator = Services.GetRequiredService<Orchestrator>();
        using HangUp hangUp = new(lifetime);
        string? failure = null;
        try
        {
            await StartAsync(cancellationToken).ConfigureAwait(false);
            Task stopping = WaitAsync(lifetime.ApplicationStopping, cancellationToken);
            await Task.WhenAny(orchestrator.Started, stopping).ConfigureAwait(false);
            if (orchestrator.Started.IsCompletedSuccessfully)
            {
                (failure, string? summary) = await orchestrator.Started.ConfigureAwait(false);
                if (summary is not null)
                {
                    Console.Out.WriteLine(summary);
                }
            }
            if (failure is null)
            {
                await stopping.ConfigureAwait(false);
            }
        }
        catch (DistributedApplicationException exception)
        {
            failure = exception.Message;
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // told to stop while starting: not a failure
        }
        if (failure is not null)
        {
            Console.Error.WriteLine(failure);
            Environment.ExitCode = 1;
        }
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Stops and releases everything.</summary>
    public virtual void Dispose()
    {
        DisposeAsync().AsTask().GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops and releases everything.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync().ConfigureAwait(false);
        }
        else
        {
            _host.Dispose();
        }
        GC.SuppressFinalize(this);
    }

    private static async Task WaitAsync(CancellationToken first, CancellationToken second)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(first, second);
        TaskCompletionSource told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration _ = either.Token.Register(told.SetResult);
        await told.Task.ConfigureAwait(false);
    }
}
