using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Wav2Kp.Catalog;

namespace Wav2Kp.ServiceDefaults;

/// <summary>Renews the leases of all steps at work in this process, with their progress, in one statement per heartbeat.</summary>
/// <remarks>
/// While the database is away nothing can be renewed and nothing can be taken over either: the work goes on, and whether a lease was
/// lost shows when the database is back.
/// </remarks>
internal sealed partial class LeaseKeeper(
    StepLedger ledger, WorkerIdentity identity, IOptions<StepWorkerOptions> options, ILogger<LeaseKeeper> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<Guid, StepExecution> _executions = [];

    public void Add(StepExecution execution) => _executions[execution.Step.Id] = execution;

    public void Remove(StepExecution execution) => _executions.TryRemove(KeyValuePair.Create(execution.Step.Id, execution));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(options.Value.Heartbeat);
        bool away = false;
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await RenewAsync(stoppingToken).ConfigureAwait(false);
                away = false;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (!away)
                {
                    LogAway(FailureKinds.Describe(e));
                }
                away = true;
            }
        }
    }

    internal async Task RenewAsync(CancellationToken cancellationToken)
    {
        StepExecution[] executions = [.. _executions.Values];
        if (executions.Length == 0)
        {
            return;
        }
        LeaseRenewal[] renewals = [.. executions.Select(e => new LeaseRenewal(e.Step.Id, e.Step.Attempt, e.Progress.Fraction, e.Progress.Message))];
        IReadOnlyList<RenewedLease> held = await ledger.RenewAsync(identity.Name, renewals, options.Value.Lease, cancellationToken).ConfigureAwait(false);
        Dictionary<(Guid, int), RenewedLease> byStep = held.ToDictionary(h => (h.StepId, h.Attempt));
        foreach (StepExecution execution in executions)
        {
            // A step that ended meanwhile is not in the answer either; it is out of the dictionary, or disposed, by then.
            if (!byStep.TryGetValue((execution.Step.Id, execution.Step.Attempt), out RenewedLease renewed))
            {
                if (_executions.ContainsKey(execution.Step.Id))
                {
                    execution.Stop(StepExecution.StopReason.LeaseLost);
                }
            }
            else if (renewed.CancelRequested)
            {
                execution.Stop(StepExecution.StopReason.CancelRequested);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Leases cannot be renewed; work goes on meanwhile: {Reason}")]
    private partial void LogAway(string reason);
}
