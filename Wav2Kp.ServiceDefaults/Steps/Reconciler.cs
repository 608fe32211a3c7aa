using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Wav2Kp.Catalog;

namespace Wav2Kp.ServiceDefaults;

/// <summary>
/// Mends what a crash left behind, in every service, every few seconds: takes steps from workers that are gone, sends the messages that
/// are owed or were lost, keeps those of failed steps, and finishes cancellations. Any number of them work side by side.
/// </summary>
internal sealed partial class Reconciler(
    StepLedger ledger,
    StepDispatcher dispatcher,
    BrokerInspector broker,
    IEnumerable<StepHandlerRegistration> handlers,
    IOptions<StepWorkerOptions> options,
    ILogger<Reconciler> logger) : BackgroundService
{
    private const int OwedLimit = 500;
    private const int OverdueLimit = 100;
    private const int FaultedLimit = 20;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        bool trouble = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            bool now = false;
            try
            {
                await TickAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (!trouble)
                {
                    LogTrouble(FailureKinds.Describe(e));
                }
                now = true;
            }
            trouble = now;
            // Not all services at the same moment.
            TimeSpan pause = options.Value.ReconcileInterval * (0.8 + (0.4 * Random.Shared.NextDouble()));
            await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One round.</summary>
    internal async Task TickAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> workers = await ledger.WorkersAsync(cancellationToken).ConfigureAwait(false);
        int taken = await ledger.ExpireAsync(
            options.Value.Lease, options.Value.MaxLostLeases, [.. workers.Where(WorkerIdentity.IsGone)], cancellationToken).ConfigureAwait(false);
        if (taken > 0)
        {
            LogTaken(taken);
        }
        await ledger.FinishCancellationsAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<QueuedStep> owed = await ledger.TakeOwedAsync(OwedLimit, cancellationToken).ConfigureAwait(false);
        if (owed.Count > 0)
        {
            await dispatcher.SendAsync(owed, cancellationToken).ConfigureAwait(false);
        }
        await SendOverdueAsync(cancellationToken).ConfigureAwait(false);
        await SendFaultedAsync(cancellationToken).ConfigureAwait(false);
    }

    // Each service looks after the queues that it consumes; long steps are taken from the database and need no message.
    private async Task SendOverdueAsync(CancellationToken cancellationToken)
    {
        foreach (StepHandlerRegistration handler in handlers.Where(h => !h.Options.LongRunning))
        {
            if (!await ledger.HasOverdueAsync(handler.Kind, options.Value.MessageOverdue, cancellationToken).ConfigureAwait(false)
                || await broker.CountAsync(handler.Kind, cancellationToken).ConfigureAwait(false) is > 0)
            {
                continue;
            }
            IReadOnlyList<QueuedStep> overdue = await ledger.TakeOverdueAsync(
                handler.Kind, options.Value.MessageOverdue, OverdueLimit, cancellationToken).ConfigureAwait(false);
            if (overdue.Count > 0)
            {
                LogOverdue(overdue.Count, CatalogText.Of(handler.Kind));
                await dispatcher.SendAsync(overdue, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task SendFaultedAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Step> faulted = await ledger.TakeFaultedAsync(FaultedLimit, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < faulted.Count; i++)
        {
            try
            {
                await broker.SendToErrorQueueAsync(faulted[i], cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (FailureKinds.IsBrokerAway(e))
            {
                await ledger.OweAsync([.. faulted.Skip(i).Select(s => s.Id)], CancellationToken.None).ConfigureAwait(false);
                throw;
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} steps were taken from workers that are gone")]
    private partial void LogTaken(int count);

    [LoggerMessage(LogLevel.Warning, "{Count} messages of queue {Queue} were lost and are sent again")]
    private partial void LogOverdue(int count, string queue);

    [LoggerMessage(LogLevel.Warning, "What a crash may have left cannot be looked for; looking again later: {Reason}")]
    private partial void LogTrouble(string reason);
}
