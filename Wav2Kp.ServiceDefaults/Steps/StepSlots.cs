using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Wav2Kp.Catalog;

namespace Wav2Kp.ServiceDefaults;

/// <summary>
/// Takes steps of one kind from the database. Long steps always come this way: a free slot takes the next one. Short steps come with
/// their messages, and only those this way whose message could not be sent or got lost: with the broker away, the work goes on.
/// </summary>
internal sealed partial class StepSlots(
    StepHandlerRegistration registration, StepRunner runner, IOptions<StepWorkerOptions> options, ILogger<StepSlots> logger) : BackgroundService
{
    private readonly SemaphoreSlim _wake = new(0);

    public StepHandlerRegistration Registration => registration;

    /// <summary>Called for every message of the kind: a free slot looks at once, a busy one when it is done.</summary>
    public Task WakeAsync()
    {
        if (_wake.CurrentCount < registration.Options.Concurrency)
        {
            _wake.Release();
        }
        return Task.CompletedTask;
    }

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, registration.Options.Concurrency).Select(_ => RunSlotAsync(stoppingToken)));

    private TimeSpan? Overdue => registration.Options.LongRunning ? null : options.Value.MessageOverdue;

    private async Task RunSlotAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (!await RunNextAsync(stoppingToken).ConfigureAwait(false))
            {
                Task woken = _wake.WaitAsync(options.Value.PollInterval, stoppingToken);
                await woken.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<bool> RunNextAsync(CancellationToken stoppingToken)
    {
        try
        {
            return await runner.RunNextAsync(registration, Overdue).ConfigureAwait(false);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // The service's other work goes on; the step, if one was taken, is taken from this worker when its lease ends.
            LogFailed(CatalogText.Of(registration.Kind), FailureKinds.Describe(e));
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "No step of kind {Kind} could be taken or written down; trying again: {Reason}")]
    private partial void LogFailed(string kind, string reason);
}
