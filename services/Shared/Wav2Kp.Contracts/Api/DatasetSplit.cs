using System.Text.Json.Serialization;

namespace Wav2Kp.Contracts.Api;

/// <summary>How the clips are divided: only the proportion of the three counts, so that both 48, 6, 6 and 0.8, 0.1, 0.1 may be given.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DatasetSplit
{
    /// <summary>Share to train on; above 0.</summary>
    public required double Train { get; init; }

    /// <summary>Share to validate on.</summary>
    public required double Validation { get; init; }

    /// <summary>Share to hold out.</summary>
    public required double Test { get; init; }
}
