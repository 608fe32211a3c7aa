using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Wav2Kp.Catalog;
using Wav2Kp.Contracts;
using Wav2Kp.Media;
using Wav2Kp.Objects;

namespace Wav2Kp.ServiceDefaults;

/// <summary>Claims a step, has its handler work on it, and writes down how that ended.</summary>
internal sealed partial class StepRunner(
    StepLedger ledger,
    LeaseKeeper leases,
    IStepDispatcher dispatcher,
    IServiceScopeFactory scopes,
    IObjectStore objects,
    IDbContextFactory<CatalogContext> database,
    WorkFolders folders,
    WorkerIdentity identity,
    IHostApplicationLifetime lifetime,
    IOptions<StepWorkerOptions> options,
    ILoggerFactory loggers)
{
    private static readonly TimeSpan s_databaseRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_stopGrace = TimeSpan.FromSeconds(3);

    private readonly ILogger _logger = loggers.CreateLogger("Wav2Kp.Steps");

    /// <summary>Takes the next queued step of the handler's kind, when one of its slots is free, and sees it through.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="overdue">If given, only a step whose message could not be sent, or was sent longer ago than this.</param>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> RunNextAsync(StepHandlerRegistration handler, TimeSpan? overdue = null)
    {
        CancellationToken stopping = lifetime.ApplicationStopping;
        Task free = handler.Slots.WaitAsync(stopping);
        await free.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!free.IsCompletedSuccessfully)
        {
            return false;
        }
        try
        {
            Step? step = await UntilDatabaseAnswersAsync(
                token => ledger.ClaimAsync(handler.Kind, identity.Name, options.Value.Lease, overdue, token), stopping).ConfigureAwait(false);
            return step is not null && await RunAsync(handler, step, stopping).ConfigureAwait(false);
        }
        finally
        {
            handler.Slots.Release();
        }
    }

    private async Task<bool> RunAsync(StepHandlerRegistration handler, Step step, CancellationToken stopping)
    {
        using StepExecution execution = new(step, stopping);
        leases.Add(execution);
        try
        {
            await RunAsync(handler, execution).ConfigureAwait(false);
        }
        finally
        {
            leases.Remove(execution);
        }
        return true;
    }

    private async Task RunAsync(StepHandlerRegistration handler, StepExecution execution)
    {
        Step step = execution.Step;
        using Activity? activity = Telemetry.Source.StartActivity($"step {CatalogText.Of(step.Kind)}", ActivityKind.Consumer);
        activity?.SetTag("wav2kp.step", step.Id).SetTag("wav2kp.job", step.JobId).SetTag("wav2kp.attempt", step.Attempt);
        ILogger logger = loggers.CreateLogger($"Wav2Kp.Steps.{step.Kind}");
        using IDisposable? scope = logger.BeginScope("step {Step} job {Job} clip {Clip} attempt {Attempt}", step.Id, step.JobId, step.ClipId, step.Attempt);
        long start = Stopwatch.GetTimestamp();
        (StepEnd? end, StepOutcome? outcome) = await HandleAsync(handler, execution, logger).ConfigureAwait(false);
        if (end is not null)
        {
            end = await WriteAsync(handler, step, end, outcome).ConfigureAwait(false);
        }
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        string how = end is null ? "left" : CatalogText.Of(end.Outcome);
        Telemetry.StepDuration.Record(elapsed.TotalSeconds, new("kind", CatalogText.Of(step.Kind)), new("outcome", how));
        activity?.SetStatus(end?.Outcome == AttemptOutcome.Succeeded ? ActivityStatusCode.Ok : ActivityStatusCode.Error, how);
        Report(step, end, elapsed);
    }

    private async Task<(StepEnd? End, StepOutcome? Outcome)> HandleAsync(StepHandlerRegistration handler, StepExecution execution, ILogger logger)
    {
        Step step = execution.Step;
        Lazy<string> folder = new(() => folders.Create(step.Id, step.Attempt));
        try
        {
            await using AsyncServiceScope services = scopes.CreateAsyncScope();
            StepContext context = new(execution, objects, database, logger, folder);
            // On the pool, whatever the handler does before its first await: the consumer's own thread stays free.
            StepOutcome outcome = await Task.Run(
                () => handler.RunAsync(services.ServiceProvider, context, execution.Token), CancellationToken.None).ConfigureAwait(false);
            return execution.Reason == StepExecution.StopReason.LeaseLost
                ? (null, null)
                : (StepEnd.Succeeded(outcome.Result, outcome.Artifacts), outcome);
        }
        catch (Exception e)
        {
            return (Classify(handler, execution, e), null);
        }
        finally
        {
            if (folder.IsValueCreated && WorkFolders.Remove(folder.Value) is { } left)
            {
                LogFolderLeft(folder.Value, left.Message);
            }
        }
    }

    /// <summary>What an exception means; null when the lease is another worker's and nothing may be written.</summary>
    private StepEnd? Classify(StepHandlerRegistration handler, StepExecution execution, Exception exception)
    {
        Step step = execution.Step;
        // The input's fault and the end of a lease, job or service say more than whatever exception a cancelled tool ended with.
        switch (execution.Reason)
        {
            case StepExecution.StopReason.LeaseLost:
                return null;
            case StepExecution.StopReason.CancelRequested:
                return StepEnd.Cancelled();
            case StepExecution.StopReason.ServiceStops:
                return StepEnd.Released();
        }
        switch (exception)
        {
            case InputRejectedException rejected:
                return StepEnd.Rejected(rejected.Code, rejected.Message);
            case StepFailedException failed:
                return StepEnd.Failed(failed.Code, failed.Message);
            case ObjectNotFoundException missing:
                return StepEnd.Failed("object-missing", $"{missing.Message} It was deleted by other means: upload or make it again, then retry.");
        }
        if (FailureKinds.TransientCode(exception) is { } code)
        {
            int tries = step.Transients + 1;
            return tries >= handler.Options.MaxTransientAttempts
                ? StepEnd.Transient(code, $"{exception.Message} (Given up after {tries} attempts; retry when that is mended.)", null)
                : StepEnd.Transient(code, exception.Message, RetryDelay(tries));
        }
        return StepEnd.Bug(exception.ToString(), step.Bugs + 1 >= handler.Options.MaxAttempts ? null : RetryDelay(step.Bugs + 1));
    }

    private TimeSpan RetryDelay(int tries)
    {
        double seconds = Math.Min(options.Value.MaxRetryDelay.TotalSeconds, options.Value.RetryDelay.TotalSeconds * Math.Pow(2, tries - 1));
        return TimeSpan.FromSeconds(seconds * (0.8 + (0.4 * Random.Shared.NextDouble())));
    }

    /// <returns>How it ended in the end; null if nothing was written because the lease was another worker's.</returns>
    private async Task<StepEnd?> WriteAsync(StepHandlerRegistration handler, Step step, StepEnd end, StepOutcome? outcome)
    {
        using CancellationTokenSource givingUp = new();
        using CancellationTokenRegistration _ = lifetime.ApplicationStopping.Register(() => givingUp.CancelAfter(s_stopGrace));
        try
        {
            StepEndResult? result = await UntilDatabaseAnswersAsync<StepEndResult?>(
                async token => await ledger.EndAsync(step, end, outcome?.InTransaction, token).ConfigureAwait(false), givingUp.Token).ConfigureAwait(false);
            if (result is null or { Accepted: false })
            {
                return null;
            }
            dispatcher.Dispatch(result.Queued);
            return end;
        }
        catch (Exception e) when (outcome is not null && e is not OperationCanceledException)
        {
            // The handler's own writes failed: the step is as it was, and this attempt ends as a bug.
            StepEnd bug = StepEnd.Bug(e.ToString(), step.Bugs + 1 >= handler.Options.MaxAttempts ? null : RetryDelay(step.Bugs + 1));
            return await WriteAsync(handler, step, bug, null).ConfigureAwait(false);
        }
    }

    /// <summary>Calls again, every second, as long as the database is away. Default when cancelled first.</summary>
    private async Task<T?> UntilDatabaseAnswersAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                return await call(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (FailureKinds.IsDatabaseAway(e))
            {
                LogDatabaseAway(e.GetBaseException().Message);
                await Task.Delay(s_databaseRetry, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
        }
        return default;
    }

    private void Report(Step step, StepEnd? end, TimeSpan elapsed)
    {
        string kind = CatalogText.Of(step.Kind);
        switch (end?.Outcome)
        {
            case null:
                LogLeft(kind, step.Id, step.Attempt);
                break;
            case AttemptOutcome.Succeeded:
                LogSucceeded(kind, step.Id, elapsed.TotalMilliseconds);
                break;
            case AttemptOutcome.Bug:
                LogBug(kind, step.Id, step.Attempt, CatalogText.Of(end.State), end.Error);
                break;
            default:
                LogEnded(kind, step.Id, step.Attempt, CatalogText.Of(end.Outcome), end.Code, end.Error);
                break;
        }
    }

    [LoggerMessage(LogLevel.Information, "{Kind} {Step} succeeded in {Milliseconds:0} ms")]
    private partial void LogSucceeded(string kind, Guid step, double milliseconds);

    [LoggerMessage(LogLevel.Warning, "{Kind} {Step} attempt {Attempt}: {Outcome} ({Code}) {Error}")]
    private partial void LogEnded(string kind, Guid step, int attempt, string outcome, string? code, string? error);

    [LoggerMessage(LogLevel.Error, "{Kind} {Step} attempt {Attempt} met a bug and is {State} now: {Error}")]
    private partial void LogBug(string kind, Guid step, int attempt, string state, string? error);

    [LoggerMessage(LogLevel.Warning, "{Kind} {Step} attempt {Attempt} is left to another worker: its lease was lost, or this service stops")]
    private partial void LogLeft(string kind, Guid step, int attempt);

    [LoggerMessage(LogLevel.Warning, "The database is away, trying again: {Reason}")]
    private partial void LogDatabaseAway(string reason);

    [LoggerMessage(LogLevel.Warning, "The folder {Folder} could not be deleted and is left to the next start: {Reason}")]
    private partial void LogFolderLeft(string folder, string reason);
}
