using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;

namespace Wav2Kp.ServiceDefaults.Tests;

/// <summary>What a handler of the tests does; the default succeeds at once.</summary>
internal delegate Task<StepOutcome> Work(StepContext context, CancellationToken cancellationToken);

/// <summary>A service with the real defaults, whose handlers do what a test says.</summary>
internal sealed class TestService : IAsyncDisposable
{
    private readonly WebApplicationBuilder _builder;
    private WebApplication? _app;

    public TestService(string catalog, string messaging, string folder)
    {
        _builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        _builder.WebHost.UseUrls("http://127.0.0.1:0");
        _builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:catalog"] = catalog,
            ["ConnectionStrings:messaging"] = messaging,
            ["ConnectionStrings:objects"] = $"Folder={folder}/objects",
            ["Steps:WorkFolder"] = $"{folder}/work",
            ["Steps:Lease"] = "00:00:05",
            ["Steps:Heartbeat"] = "00:00:00.2",
            ["Steps:ReconcileInterval"] = "00:00:00.3",
            ["Steps:MessageOverdue"] = "00:00:02",
            ["Steps:PollInterval"] = "00:00:01",
            ["Steps:RetryDelay"] = "00:00:00.2",
        });
        _builder.Logging.SetMinimumLevel(LogLevel.Critical);
        _builder.AddServiceDefaults();
        _builder.Services.AddSingleton(this);
    }

    /// <summary>What to do for a step.</summary>
    public Work Work { get; set; } = (_, _) => Task.FromResult(new StepOutcome());

    /// <summary>How often each step was begun.</summary>
    public ConcurrentDictionary<Guid, int> Begun { get; } = [];

    public IServiceProvider Services => _app!.Services;

    public Uri Address => new(_app!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public TestService Set(string key, string value)
    {
        _builder.Configuration.AddInMemoryCollection([KeyValuePair.Create<string, string?>(key, value)]);
        return this;
    }

    public TestService Handle<TMessage>(Action<StepHandlerOptions>? configure = null) where TMessage : class, IStepMessage
    {
        _builder.AddStepHandler<TMessage, Handler<TMessage>>(configure);
        return this;
    }

    /// <summary>Handles the three kinds of steps of an extraction: landmarks as long steps, the others as short ones.</summary>
    public TestService HandleExtraction() => Handle<IngestClip>(o => o.Concurrency = 2).Handle<ExtractFeatures>().Handle<DetectLandmarks>(o => o.LongRunning = true);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _app = _builder.Build();
        _app.MapDefaultEndpoints();
        await _app.StartAsync(cancellationToken);
    }

    public Task StopAsync() => _app!.StopAsync();

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
    }

    private sealed class Handler<TMessage>(TestService service) : IStepHandler<TMessage>
        where TMessage : class, IStepMessage
    {
        public Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
        {
            service.Begun.AddOrUpdate(context.Step.Id, 1, (_, n) => n + 1);
            return service.Work(context, cancellationToken);
        }
    }
}
