using System.Text.Json.Serialization;

namespace Wav2Kp.Contracts.Api;

/// <summary>How many clips go to each part: all three fractions that sum to 1, or whole counts that sum to the number of clips at most.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DatasetSplit
{
    /// <summary>Count or fraction to train on.</summary>
    public required double Train { get; init; }

    /// <summary>Count or fraction to validate on.</summary>
    public required double Validation { get; init; }

    /// <summary>Count or fraction to hold out.</summary>
    public required double Test { get; init; }
}
