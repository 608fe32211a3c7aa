namespace Wav2Kp.Contracts.Api;

/// <summary>An experiment: runs that are compared with each other.</summary>
public sealed record Experiment
{
    /// <summary>Its identifier.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>How many runs it has.</summary>
    public required long Runs { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its newest run was made.</summary>
    public DateTimeOffset? LastRunAt { get; init; }
}
