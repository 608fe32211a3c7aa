using System.Text.Json.Serialization;

namespace Wav2Kp.Contracts.Api;

/// <summary>What is to change of a model.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ModelChange
{
    /// <summary>What it is meant for; the version of the same name that was in production until now is archived.</summary>
    public required ModelStage Stage { get; init; }
}
