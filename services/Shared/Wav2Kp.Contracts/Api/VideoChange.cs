using System.Text.Json.Serialization;

namespace Wav2Kp.Contracts.Api;

/// <summary>What is to change of a video; what is missing stays.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record VideoChange
{
    /// <summary>Who speaks; an empty text removes it.</summary>
    public string? Speaker { get; init; }

    /// <summary>All of its tags.</summary>
    public IReadOnlyList<string>? Tags { get; init; }
}
