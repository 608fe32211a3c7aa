namespace Wav2Kp.Contracts.Api;

/// <summary>The names that runs' metrics, parameters and tags have.</summary>
public sealed record RunFields
{
    /// <summary>Names of metrics.</summary>
    public required IReadOnlyList<string> Metrics { get; init; }

    /// <summary>Names of parameters.</summary>
    public required IReadOnlyList<string> Parameters { get; init; }

    /// <summary>Names of tags.</summary>
    public required IReadOnlyList<string> Tags { get; init; }
}
