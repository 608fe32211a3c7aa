using System.Text.Json.Serialization;

namespace Wav2Kp.Contracts.Api;

/// <summary>Asks for clips to be made from videos.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ExtractionRequest
{
    /// <summary>A name for the job; one is made up when missing.</summary>
    public string? Name { get; init; }

    /// <summary>The videos, at least one, none twice.</summary>
    public required IReadOnlyList<Guid> VideoIds { get; init; }

    /// <summary>Jobs of a higher priority go first; -100 to 100.</summary>
    public int Priority { get; init; }
}
