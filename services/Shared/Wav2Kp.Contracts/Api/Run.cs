namespace Wav2Kp.Contracts.Api;

/// <summary>A run of an experiment.</summary>
public sealed record Run
{
    /// <summary>Its identifier.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its experiment.</summary>
    public required Guid ExperimentId { get; init; }

    /// <summary>The experiment's name.</summary>
    public required string Experiment { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobState Status { get; init; }

    /// <summary>The job that it belongs to.</summary>
    public Guid? JobId { get; init; }

    /// <summary>The model that it made.</summary>
    public Guid? ModelId { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>From start to end, or until now.</summary>
    public double? Seconds { get; init; }

    /// <summary>Its tags.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>Notes.</summary>
    public string? Notes { get; init; }

    /// <summary>The recipe, flattened, and what else decides the result.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>The latest value of each metric; null where it is not a finite number.</summary>
    public required IReadOnlyDictionary<string, double?> Metrics { get; init; }

    /// <summary>What the run made; empty in lists.</summary>
    public IReadOnlyList<RunArtifact> Artifacts { get; init; } = [];
}
