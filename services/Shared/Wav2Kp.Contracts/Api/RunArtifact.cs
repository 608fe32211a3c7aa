namespace Wav2Kp.Contracts.Api;

/// <summary>Something that a run made.</summary>
public sealed record RunArtifact
{
    /// <summary>Its name within the run.</summary>
    public required string Name { get; init; }

    /// <summary>What it is: <c>checkpoint</c>, <c>model</c>, ….</summary>
    public required string Kind { get; init; }

    /// <summary>Its size.</summary>
    public required long Bytes { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
