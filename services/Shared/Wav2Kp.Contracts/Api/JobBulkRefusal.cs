namespace Wav2Kp.Contracts.Api;

/// <summary>A job to which something was not done that was asked for several.</summary>
public sealed record JobBulkRefusal
{
    /// <summary>The job.</summary>
    public required Guid JobId { get; init; }

    /// <summary>Why, as a word: the problem's code.</summary>
    public required string Code { get; init; }

    /// <summary>Why, as a sentence.</summary>
    public required string Detail { get; init; }
}
