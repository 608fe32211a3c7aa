using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Orchestration;

/// <summary>Starts one process of a resource when what it waits for is there, watches its health, starts it again when
/// it dies, and stops it.</summary>
internal sealed class ResourceSupervisor
{
    private const int StartAttempts = 3;

    private static readonly TimeSpan s_stopGrace = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_firstBackOff = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_longestBackOff = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_stable = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_pollUntilHealthy = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan s_pollWhileUnhealthy = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_pollWhileHealthy = TimeSpan.FromSeconds(5);

    private readonly ResourceNotificationService _notifications;
    private readonly ProcessLauncher _launcher;
    private readonly Func<CancellationToken, Task<HealthCheckResult>> _checkHealth;
    private readonly IProgram _program;

    // the exit code with which the resource is done; null for one that is to run for ever
    private readonly int? _completionCode;
    private readonly TimeSpan _startTimeout;
    private bool _wasHealthy;

    public ResourceSupervisor(
        IResource resource,
        string id,
        string kind,
        string? endpoint,
        IProgram program,
        ResourceLog log,
        int? completionCode,
        TimeSpan startTimeout,
        Func<CancellationToken, Task<HealthCheckResult>> checkHealth,
        ProcessLauncher launcher,
        ResourceNotificationService notifications)
    {
        Resource = resource;
        Id = id;
        Kind = kind;
        Endpoint = endpoint;
        Log = log;
        _program = program;
        _completionCode = completionCode;
        _startTimeout = startTimeout;
        _checkHealth = checkHealth;
        _launcher = launcher;
        _notifications = notifications;
        Publish(snapshot => snapshot with { State = KnownResourceStates.NotStarted });
    }

    public IResource Resource { get; }

    public string Id { get; }

    public string Kind { get; }

    public string? Endpoint { get; }

    public ResourceLog Log { get; }

    /// <summary>Runs the resource until it is stopped, has finished, or has failed to start.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            await Dependencies.WaitAsync(Resource, _notifications, WaitingFor, stopping).ConfigureAwait(false);
            await SuperviseAsync(stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Publish(snapshot => snapshot with { State = KnownResourceStates.Exited, ProcessId = null });
        }
        catch (Exception exception)
        {
            Fail(exception is DistributedApplicationException ? exception.Message : exception.ToString(), exception is Dependencies.DependencyFailedException);
        }
        finally
        {
            await _program.CleanUpAsync().ConfigureAwait(false);
        }
    }

    private async Task SuperviseAsync(CancellationToken stopping)
    {
        int failures = 0;
        int restarts = 0;
        TimeSpan backOff = s_firstBackOff;
        while (true)
        {
            DateTime started = DateTime.UtcNow;
            int? code = null;
            string reason;
            try
            {
                (code, reason) = await RunOnceAsync(stopping).ConfigureAwait(false);
            }
            catch (Exception exception) when (_wasHealthy && exception is DistributedApplicationException or IOException or UnauthorizedAccessException)
            {
                // it ran before, so that this passes: a full disk, say
                reason = $"cannot be started again: {exception.Message}";
            }
            if (code is not null && code == _completionCode)
            {
                Publish(snapshot => snapshot with { State = KnownResourceStates.Finished, HealthStatus = HealthStatus.Healthy });
                return;
            }
            failures++;
            if (!_wasHealthy && failures >= StartAttempts)
            {
                Fail(reason);
                return;
            }
            if (DateTime.UtcNow - started > s_stable)
            {
                backOff = s_firstBackOff;
            }
            restarts++;
            Log.Write($"[apphost] {Id} {reason} It is started again in {backOff.TotalSeconds:0.#} s.");
            Publish(snapshot => snapshot with { State = KnownResourceStates.Exited, Restarts = restarts, Failure = reason });
            await Task.Delay(backOff, stopping).ConfigureAwait(false);
            backOff = backOff * 2 < s_longestBackOff ? backOff * 2 : s_longestBackOff;
        }
    }

    /// <summary>One life of the process: its exit code, or null if it had to be killed, and what there is to say.</summary>
    private async Task<(int? Code, string Reason)> RunOnceAsync(CancellationToken stopping)
    {
        Publish(snapshot => snapshot with { State = KnownResourceStates.Starting, HealthStatus = null, ProcessId = null, ExitCode = null, Failure = null });
        LaunchSpec spec = await _program.PrepareAsync(stopping).ConfigureAwait(false);
        ChildProcess process = await _launcher.StartAsync(spec, Log).ConfigureAwait(false);
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task<string?> health = WatchHealthAsync(ended.Token);
        try
        {
            Publish(snapshot => snapshot with
            {
                State = KnownResourceStates.Running,
                ProcessId = process.Id,
                StartTimeStamp = DateTime.UtcNow,
                StopTimeStamp = null,
            });
            Task first = await Task.WhenAny(process.Exited, health).WaitAsync(stopping).ConfigureAwait(false);
            if (first == process.Exited)
            {
                int code = await process.Exited.ConfigureAwait(false);
                return (code, Describe(code));
            }
            return (null, await health.ConfigureAwait(false) ?? "was told to stop.");
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            if (!process.Exited.IsCompleted)
            {
                Publish(snapshot => snapshot with { State = KnownResourceStates.Stopping });
            }
            await process.StopAsync(s_stopGrace).ConfigureAwait(false);
            await ((Task)health).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            int exitCode = await process.Exited.ConfigureAwait(false);
            Publish(snapshot => snapshot with
            {
                State = KnownResourceStates.Exited,
                HealthStatus = null,
                ProcessId = null,
                ExitCode = exitCode,
                StopTimeStamp = DateTime.UtcNow,
            });
        }
    }

    /// <summary>Publishes what the health checks say, until cancelled; ends with a reason when the process did not get
    /// healthy in time.</summary>
    private async Task<string?> WatchHealthAsync(CancellationToken ended)
    {
        if (_completionCode is not null)
        {
            await Task.Delay(Timeout.Infinite, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return null;
        }
        DateTime deadline = DateTime.UtcNow + _startTimeout;
        HealthStatus? last = null;
        bool everHealthy = false;
        while (!ended.IsCancellationRequested)
        {
            HealthCheckResult result;
            try
            {
                result = await _checkHealth(ended).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
                return null;
            }
            if (result.Status == HealthStatus.Healthy)
            {
                everHealthy = true;
                _wasHealthy = true;
            }
            if (last != result.Status)
            {
                last = result.Status;
                Publish(snapshot => snapshot with
                {
                    HealthStatus = result.Status,
                    Failure = result.Status == HealthStatus.Healthy ? null : result.Description,
                });
            }
            if (!everHealthy && DateTime.UtcNow > deadline)
            {
                return $"did not get healthy within {_startTimeout.TotalSeconds:0} s: {result.Description}";
            }
            TimeSpan wait = result.Status == HealthStatus.Healthy ? s_pollWhileHealthy
                : everHealthy ? s_pollWhileUnhealthy
                : s_pollUntilHealthy;
            await Task.Delay(wait, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return null;
    }

    private static string Describe(int code) => code switch
    {
        > 128 and < 160 => $"was ended by signal {code - 128}.",
        _ => $"exited with code {code}.",
    };

    private void WaitingFor(string dependency) =>
        Publish(snapshot => snapshot with { State = KnownResourceStates.Waiting, Failure = $"waits for {dependency}" });

    private void Fail(string reason, bool byDependency = false)
    {
        IEnumerable<string> last = Log.LastLines.Where(line => !line.StartsWith("[apphost]", StringComparison.Ordinal)).Select(line => "    " + line);
        string message = string.Join('\n', [$"The resource '{Id}' failed to start: {reason}", .. last, $"  Its log: {Log.Path}"]);
        Log.Write($"[apphost] {Id} failed to start: {reason}");
        Publish(snapshot => snapshot with { State = KnownResourceStates.FailedToStart, ProcessId = null, Failure = message, FailedByDependency = byDependency });
    }

    private void Publish(Func<CustomResourceSnapshot, CustomResourceSnapshot> change) =>
        _notifications.Publish(Resource, Id, change, Kind);
}
