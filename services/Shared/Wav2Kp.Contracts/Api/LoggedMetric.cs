using System.Text.Json.Serialization;

namespace Wav2Kp.Contracts.Api;

/// <summary>A metric's value at a step.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record LoggedMetric
{
    /// <summary>The metric's name.</summary>
    public required string Key { get; init; }

    /// <summary>Its value; null where it is not a number, such as a loss that has diverged.</summary>
    public required double? Value { get; init; }

    /// <summary>The step, from 0.</summary>
    public long Step { get; init; }

    /// <summary>The epoch, from 0.</summary>
    public int Epoch { get; init; }
}
