using System.Threading.Channels;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;

namespace Wav2Kp.ServiceDefaults;

/// <summary>Sends the messages of queued steps in the background; what cannot be sent is marked as owed.</summary>
internal sealed partial class StepDispatcher(IBus bus, StepLedger ledger, ILogger<StepDispatcher> logger) : BackgroundService, IStepDispatcher
{
    private const int BatchSize = 128;
    private static readonly TimeSpan s_sendTimeout = TimeSpan.FromSeconds(5);

    private readonly Channel<QueuedStep> _channel = Channel.CreateUnbounded<QueuedStep>(new UnboundedChannelOptions { SingleReader = true });

    public void Dispatch(IReadOnlyCollection<QueuedStep> steps)
    {
        foreach (QueuedStep step in steps)
        {
            // Refused only when the service stops: the step then counts as sent, and the reconciler finds that nothing came of it.
            _channel.Writer.TryWrite(step);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _channel.Writer.TryComplete();
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<QueuedStep> batch = new(BatchSize);
        while (await _channel.Reader.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
        {
            batch.Clear();
            while (batch.Count < BatchSize && _channel.Reader.TryRead(out QueuedStep step))
            {
                batch.Add(step);
            }
            await SendAsync(batch, stoppingToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends a message for each step. Those that the broker did not take are owed from now on.</summary>
    public async Task SendAsync(IReadOnlyCollection<QueuedStep> steps, CancellationToken cancellationToken)
    {
        foreach (IGrouping<StepKind, QueuedStep> kind in steps.GroupBy(s => s.Kind))
        {
            using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(s_sendTimeout);
            (Guid Id, Exception? Failure)[] sent = await Task.WhenAll(
                kind.Select(async step => (step.Id, await TrySendAsync(step, timeout.Token).ConfigureAwait(false)))).ConfigureAwait(false);
            Guid[] owed = [.. sent.Where(s => s.Failure is not null).Select(s => s.Id)];
            if (owed.Length > 0 && !cancellationToken.IsCancellationRequested)
            {
                LogOwed(owed.Length, StepQueues.NameOf(kind.Key), FailureKinds.Describe(sent.First(s => s.Failure is not null).Failure!));
                await OweAsync(owed, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<Exception?> TrySendAsync(QueuedStep step, CancellationToken cancellationToken)
    {
        try
        {
            // To the exchange of the queue's name, which the worker binds to its quorum queue. Mandatory: a message for a queue
            // that is not there (its service never started, the broker lost its data) comes back rather than vanish.
            ISendEndpoint endpoint = await bus.GetSendEndpoint(new Uri($"exchange:{StepQueues.NameOf(step.Kind)}")).ConfigureAwait(false);
            object message = StepQueues.MessageFor(step.Kind, step.Id);
            await endpoint.Send(
                message, message.GetType(), Pipe.Execute<SendContext>(c => c.GetPayload<RabbitMqSendContext>().Mandatory = true), cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception e)
        {
            // Whatever it was (a broker that dies makes its client throw many things): this step is owed, the others are sent.
            return e;
        }
    }

    private async Task OweAsync(Guid[] steps, CancellationToken cancellationToken)
    {
        try
        {
            await ledger.OweAsync(steps, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // They count as sent; the reconciler finds them when their queue is empty and nobody took them.
            LogNotMarked(steps.Length, FailureKinds.Describe(e));
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} messages to queue {Queue} could not be sent and will be sent later: {Reason}")]
    private partial void LogOwed(int count, string queue, string reason);

    [LoggerMessage(LogLevel.Warning, "{Count} unsent messages could not be marked: {Reason}")]
    private partial void LogNotMarked(int count, string reason);
}
