using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Wav2Kp.ServiceDefaults;

/// <summary>The slots in which a process works on long steps of one kind: each takes the next queued step from the database when it is free.</summary>
internal sealed class StepSlots(StepHandlerRegistration registration, StepRunner runner, IOptions<StepWorkerOptions> options) : BackgroundService
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

    private async Task RunSlotAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (!await runner.RunNextAsync(registration).ConfigureAwait(false))
            {
                Task woken = _wake.WaitAsync(options.Value.PollInterval, stoppingToken);
                await woken.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
