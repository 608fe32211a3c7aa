using System.Text.Json;
using Wav2Kp.Contracts;

namespace Wav2Kp.Catalog;

/// <summary>How an attempt at a step ended, and what the step becomes by it.</summary>
public sealed record StepEnd
{
    private StepEnd(AttemptOutcome outcome, StepState state)
    {
        Outcome = outcome;
        State = state;
    }

    /// <summary>How the attempt ended.</summary>
    public AttemptOutcome Outcome { get; }

    /// <summary>What the step becomes: final, or <see cref="StepState.Queued"/> to be tried again.</summary>
    public StepState State { get; }

    /// <summary>In one kebab-case word, what went wrong.</summary>
    public string? Code { get; private init; }

    /// <summary>What went wrong.</summary>
    public string? Error { get; private init; }

    /// <summary>What the handler found.</summary>
    public JsonElement? Result { get; private init; }

    /// <summary>What it made.</summary>
    public IReadOnlyList<StepArtifactRecord> Artifacts { get; private init; } = [];

    /// <summary>Not to be tried again before this has passed.</summary>
    public TimeSpan Delay { get; private init; }

    /// <summary>Whether a message follows: one for the queue, or, after a bug for good, one for the error queue.</summary>
    internal bool OwesMessage => State == StepState.Queued || (State == StepState.Failed && Outcome == AttemptOutcome.Bug);

    /// <summary>Whether this counts only if the lease has run out meanwhile.</summary>
    internal bool OnlyIfExpired { get; init; }

    /// <summary>Done.</summary>
    public static StepEnd Succeeded(JsonElement? result, IReadOnlyList<StepArtifactRecord> artifacts) =>
        new(AttemptOutcome.Succeeded, StepState.Succeeded) { Result = result, Artifacts = artifacts };

    /// <summary>The input cannot be used; final.</summary>
    public static StepEnd Rejected(string code, string reason) =>
        new(AttemptOutcome.Rejected, StepState.Rejected) { Code = code, Error = reason };

    /// <summary>Trouble that passes: tried again after <paramref name="delay"/>, or given up if that is null.</summary>
    public static StepEnd Transient(string code, string error, TimeSpan? delay) =>
        new(AttemptOutcome.Transient, delay is null ? StepState.Failed : StepState.Queued)
        {
            Code = code,
            Error = error,
            Delay = delay ?? TimeSpan.Zero,
        };

    /// <summary>A fault of Wav2Kp: tried again after <paramref name="delay"/>, or given up if that is null.</summary>
    public static StepEnd Bug(string error, TimeSpan? delay) =>
        new(AttemptOutcome.Bug, delay is null ? StepState.Failed : StepState.Queued)
        {
            Code = "internal-error",
            Error = error,
            Delay = delay ?? TimeSpan.Zero,
        };

    /// <summary>Something other than the input has to be put right before a retry by hand; final.</summary>
    public static StepEnd Failed(string code, string reason) =>
        new(AttemptOutcome.Rejected, StepState.Failed) { Code = code, Error = reason };

    /// <summary>The job was cancelled.</summary>
    public static StepEnd Cancelled() => new(AttemptOutcome.Cancelled, StepState.Cancelled);

    /// <summary>The worker stops and gives the step back.</summary>
    public static StepEnd Released() => new(AttemptOutcome.Released, StepState.Queued);

    /// <summary>The worker is gone: tried again at once, or given up.</summary>
    internal static StepEnd Lost(string error, bool giveUp, int times) =>
        new(AttemptOutcome.Lost, giveUp ? StepState.Failed : StepState.Queued)
        {
            Code = giveUp ? "worker-lost" : null,
            Error = giveUp
                ? $"The worker went away {times} times in the middle of this step (killed, or out of memory): look into its log, then retry. {error}"
                : error,
        };
}
