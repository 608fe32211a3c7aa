using Wav2Kp.Contracts;

namespace Wav2Kp.Catalog;

/// <summary>One training: its parameters, metrics and artifacts are kept for good.</summary>
public sealed class Run
{
    /// <summary>Identity; ordered by time of creation.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <summary>The experiment that it belongs to.</summary>
    public Guid ExperimentId { get; set; }

    /// <summary>The job that trains.</summary>
    public Guid? JobId { get; set; }

    /// <summary>What the user calls it.</summary>
    public required string Name { get; set; }

    /// <summary>Where it stands.</summary>
    public JobState Status { get; set; }

    /// <summary>Free text.</summary>
    public string? Notes { get; set; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset CreatedAt { get; set; } = DateTimeOffset.UtcNow;

    /// <summary>When training started.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When its last step became final.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>The key of the request that began it, if it is a program's of a user's own: the same request twice makes one run.</summary>
    public string? IdempotencyKey { get; set; }

    /// <summary>When it was deleted; null when it was not. What is deleted is out of sight and can be brought back.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>When the row changed last; the database writes it.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>The experiment, where it was loaded with the row.</summary>
    public Experiment? Experiment { get; set; }

    /// <summary>Its parameters, where they were loaded with the row.</summary>
    public List<RunParam> Params { get; } = [];

    /// <summary>Its tags, where they were loaded with the row.</summary>
    public List<RunTag> Tags { get; } = [];

    /// <summary>The last value of each of its metrics, where they were loaded with the row.</summary>
    public List<RunMetricLatest> LatestMetrics { get; } = [];

    /// <summary>Its artifacts, where they were loaded with the row.</summary>
    public List<RunArtifact> Artifacts { get; } = [];

    /// <summary>The model that it trained, where it was loaded with the row.</summary>
    public Model? Model { get; set; }
}
