using System.Text.Json.Serialization;

namespace Wav2Kp.Contracts.Api;

/// <summary>What is to change of a job.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record JobChange
{
    /// <summary>Steps of jobs of a higher priority go first; -100 to 100.</summary>
    public required int Priority { get; init; }
}
