using Wav2Kp.Catalog;

namespace Wav2Kp.ServiceDefaults;

/// <summary>An attempt that this process is at work on.</summary>
internal sealed class StepExecution : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenRegistration _onStopping;
    private readonly Lock _lock = new();
    private (double Fraction, string? Message) _progress;
    private StopReason _reason;
    private bool _disposed;

    public StepExecution(Step step, CancellationToken stopping)
    {
        Step = step;
        _onStopping = stopping.Register(() => Stop(StopReason.ServiceStops));
    }

    public enum StopReason
    {
        None,
        ServiceStops,
        CancelRequested,
        LeaseLost,
    }

    public Step Step { get; }

    public CancellationToken Token => _stop.Token;

    public StopReason Reason
    {
        get
        {
            lock (_lock)
            {
                return _reason;
            }
        }
    }

    public (double Fraction, string? Message) Progress
    {
        get
        {
            lock (_lock)
            {
                return _progress;
            }
        }
    }

    public void Report(double fraction, string? message)
    {
        fraction = double.IsNaN(fraction) ? 0 : Math.Clamp(fraction, 0, 1);
        lock (_lock)
        {
            _progress = (fraction, message);
        }
    }

    /// <summary>Asks the handler to end. A lost lease outweighs the other reasons, since nothing may be written after it.</summary>
    public void Stop(StopReason reason)
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }
            _reason = reason > _reason ? reason : _reason;
        }
        _stop.CancelAsync();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
        }
        _onStopping.Dispose();
        _stop.Dispose();
    }
}
