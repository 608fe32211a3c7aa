using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Wav2Kp.Contracts;

namespace Wav2Kp.ServiceDefaults;

/// <summary>A handler that this service hosts.</summary>
internal abstract class StepHandlerRegistration(StepKind kind, StepHandlerOptions options)
{
    public StepKind Kind { get; } = kind;

    public StepHandlerOptions Options { get; } = options;

    /// <summary>One count for each step that may be worked on at the same time, however it was come by.</summary>
    public SemaphoreSlim Slots { get; } = new(options.Concurrency);

    public abstract Task<StepOutcome> RunAsync(IServiceProvider scope, StepContext context, CancellationToken cancellationToken);

    public abstract void Configure(IReceiveEndpointConfigurator endpoint, Func<Task> onMessage);
}

/// <inheritdoc/>
internal sealed class StepHandlerRegistration<TMessage, THandler>(StepHandlerOptions options)
    : StepHandlerRegistration(StepQueues.KindOf<TMessage>(), options)
    where TMessage : class, IStepMessage
    where THandler : class, IStepHandler<TMessage>
{
    public override Task<StepOutcome> RunAsync(IServiceProvider scope, StepContext context, CancellationToken cancellationToken) =>
        scope.GetRequiredService<THandler>().RunAsync(context, cancellationToken);

    public override void Configure(IReceiveEndpointConfigurator endpoint, Func<Task> onMessage) =>
        endpoint.Handler<TMessage>(_ => onMessage());
}
