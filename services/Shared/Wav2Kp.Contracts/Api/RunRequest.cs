using System.Text.Json.Serialization;

namespace Wav2Kp.Contracts.Api;

/// <summary>Begins a run of a program of the user's own, which logs its parameters and metrics itself.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RunRequest
{
    /// <summary>The experiment that it belongs to; made when new; <c>default</c> when missing.</summary>
    public string? Experiment { get; init; }

    /// <summary>Its name; one is made up when missing.</summary>
    public string? Name { get; init; }

    /// <summary>What decides its result, such as <c>{"learning_rate": "0.001"}</c>.</summary>
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Notes.</summary>
    public string? Notes { get; init; }
}
