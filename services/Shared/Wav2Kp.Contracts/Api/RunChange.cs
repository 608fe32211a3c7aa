using System.Text.Json.Serialization;

namespace Wav2Kp.Contracts.Api;

/// <summary>What is to change of a run; what is missing stays.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RunChange
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Its notes; an empty text removes them.</summary>
    public string? Notes { get; init; }

    /// <summary>All of its tags.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Where it stands, for a run of a program of the user's own: <c>running</c>, <c>succeeded</c>, <c>failed</c> or <c>cancelled</c>.</summary>
    public JobState? Status { get; init; }
}
