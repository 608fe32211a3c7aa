using System.Text.Json;
using Wav2Kp.Contracts;

namespace Wav2Kp.Catalog;

/// <summary>One piece of work: what a message names and a worker does.</summary>
public sealed class Step
{
    /// <summary>Identity; ordered by time of creation.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <summary>The job that it belongs to.</summary>
    public Guid JobId { get; set; }

    /// <summary>The clip that it works on.</summary>
    public Guid? ClipId { get; set; }

    /// <summary>The run that it belongs to.</summary>
    public Guid? RunId { get; set; }

    /// <summary>What it does.</summary>
    public StepKind Kind { get; set; }

    /// <summary>Where it stands.</summary>
    public StepState State { get; set; }

    /// <summary>A higher number runs first.</summary>
    public int Priority { get; set; }

    /// <summary>How many times a worker took it. A worker's writes count only while it holds the lease of the current attempt.</summary>
    public int Attempt { get; set; }

    /// <summary>How many attempts ended in a bug.</summary>
    public int Bugs { get; set; }

    /// <summary>How many attempts ended in trouble that passes.</summary>
    public int Transients { get; set; }

    /// <summary>How many workers went away in the middle of it.</summary>
    public int LostLeases { get; set; }

    /// <summary>Not to be taken before this.</summary>
    public DateTimeOffset? NotBefore { get; set; }

    /// <summary>The worker that has it, or had it last.</summary>
    public string? LeaseOwner { get; set; }

    /// <summary>Until when the worker's lease lasts unless it is renewed.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>When it was queued last.</summary>
    public DateTimeOffset? QueuedAt { get; set; }

    /// <summary>When a message was last sent for it; null while one is owed.</summary>
    public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>How many messages were sent for it since it was queued.</summary>
    public int Publications { get; set; }

    /// <summary>0 to 1.</summary>
    public double Progress { get; set; }

    /// <summary>What it does just now, or why it was not done.</summary>
    public string? Message { get; set; }

    /// <summary>Why it was rejected or failed, in one kebab-case word.</summary>
    public string? Code { get; set; }

    /// <summary>Why it was rejected or failed: a sentence; for a bug, the exception with its stack.</summary>
    public string? Error { get; set; }

    /// <summary>What the handler works by.</summary>
    public JsonElement Parameters { get; set; }

    /// <summary>What the handler found.</summary>
    public JsonElement? Result { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; set; } = DateTimeOffset.UtcNow;

    /// <summary>When its current or last attempt started.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When it became final.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Its attempts, where they were loaded with the row.</summary>
    public List<StepAttempt> Attempts { get; } = [];

    /// <summary>Its artifacts, where they were loaded with the row.</summary>
    public List<StepArtifact> Artifacts { get; } = [];
}
