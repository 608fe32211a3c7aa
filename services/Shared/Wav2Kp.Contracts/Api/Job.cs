using System.Text.Json;

namespace Wav2Kp.Contracts.Api;

/// <summary>A job and how far it is.</summary>
public sealed record Job
{
    /// <summary>Its identifier.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it does.</summary>
    public required JobKind Kind { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobState State { get; init; }

    /// <summary>0 to 1.</summary>
    public required double Progress { get; init; }

    /// <summary>Its priority.</summary>
    public required int Priority { get; init; }

    /// <summary>Its cancellation has been asked for.</summary>
    public required bool CancelRequested { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its first step began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>What went wrong and what to do.</summary>
    public string? Error { get; init; }

    /// <summary>The run of a training.</summary>
    public Guid? RunId { get; init; }

    /// <summary>The model that a training made or an animation uses.</summary>
    public Guid? ModelId { get; init; }

    /// <summary>How many of its steps and clips are in which state.</summary>
    public required JobCounts Counts { get; init; }

    /// <summary>What was asked for.</summary>
    public JsonElement? Parameters { get; init; }

    /// <summary>Its steps, oldest first; empty in lists.</summary>
    public IReadOnlyList<JobStep> Steps { get; init; } = [];

    /// <summary>What it made, to download; empty in lists.</summary>
    public IReadOnlyList<FileLink> Files { get; init; } = [];
}
