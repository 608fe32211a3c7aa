using System.Text.Json.Serialization;

namespace Wav2Kp.Contracts.Api;

/// <summary>Asks for one thing to be done to several jobs.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record JobBulkRequest
{
    /// <summary>What.</summary>
    public required JobAction Action { get; init; }

    /// <summary>To which jobs; 1 to 1000.</summary>
    public required IReadOnlyList<Guid> JobIds { get; init; }

    /// <summary>Their priority, -100 to 100; goes with <c>prioritize</c> and with nothing else.</summary>
    public int? Priority { get; init; }
}
