using System.Text.Json.Serialization;

namespace Wav2Kp.Contracts.Api;

/// <summary>What a program of the user's own logs to its run.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RunLog
{
    /// <summary>Parameters; one that is there already is replaced.</summary>
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    /// <summary>Metrics; one value for each of them and each step: a later one replaces it.</summary>
    public IReadOnlyList<LoggedMetric>? Metrics { get; init; }
}
