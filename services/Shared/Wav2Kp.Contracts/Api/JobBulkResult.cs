namespace Wav2Kp.Contracts.Api;

/// <summary>What became of what was asked for several jobs.</summary>
public sealed record JobBulkResult
{
    /// <summary>To how many jobs it was done.</summary>
    public required int Done { get; init; }

    /// <summary>The jobs to which it was not done, and why.</summary>
    public required IReadOnlyList<JobBulkRefusal> Refused { get; init; }
}
