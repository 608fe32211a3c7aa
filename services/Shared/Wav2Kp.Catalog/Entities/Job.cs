using System.Text.Json;
using Wav2Kp.Contracts;

namespace Wav2Kp.Catalog;

/// <summary>What a user asked for: an extraction, a training or an animation.</summary>
public sealed class Job
{
    /// <summary>Identity; ordered by time of creation.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <summary>What it is for.</summary>
    public JobKind Kind { get; set; }

    /// <summary>What the user calls it.</summary>
    public required string Name { get; set; }

    /// <summary>Where it stands.</summary>
    public JobState State { get; set; }

    /// <summary>ExtractionParameters, TrainParameters or AnimateParameters.</summary>
    public JsonElement Parameters { get; set; }

    /// <summary>Steps of jobs with a higher number run first.</summary>
    public int Priority { get; set; }

    /// <summary>Whether somebody asked to cancel it; its state becomes <see cref="JobState.Cancelled"/> when no step runs any more.</summary>
    public bool CancelRequested { get; set; }

    /// <summary>Why it failed or was rejected, in a sentence.</summary>
    public string? Error { get; set; }

    /// <summary>Given by the client so that the same request sent twice makes one job; unique.</summary>
    public string? IdempotencyKey { get; set; }

    /// <summary>How many clips an extraction asks for.</summary>
    public int ClipsTotal { get; set; }

    /// <summary>How many of them are ready.</summary>
    public int ClipsReady { get; set; }

    /// <summary>How many were rejected.</summary>
    public int ClipsRejected { get; set; }

    /// <summary>How many failed.</summary>
    public int ClipsFailed { get; set; }

    /// <summary>How many were cancelled.</summary>
    public int ClipsCancelled { get; set; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset CreatedAt { get; set; } = DateTimeOffset.UtcNow;

    /// <summary>When its first step started.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When it became final.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>When the row changed last; the database writes it.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Its steps, where they were loaded with the row.</summary>
    public List<Step> Steps { get; } = [];

    /// <summary>Whether it will not change any more unless it is retried.</summary>
    public bool IsFinal => State is not (JobState.Queued or JobState.Running);
}
