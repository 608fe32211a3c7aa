using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wav2Kp.Contracts.Api;

/// <summary>Asks for a model to be trained.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TrainingRequest
{
    /// <summary>What to train on.</summary>
    public required Guid DatasetVersionId { get; init; }

    /// <summary>A built-in recipe's name or a recipe object; <c>wav2kp</c> when missing.</summary>
    public JsonElement? Recipe { get; init; }

    /// <summary>Fields of the recipe to set, by dotted path: <c>"training.epochs": 5</c>. Values may also be given as strings.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Overrides { get; init; }

    /// <summary><c>auto</c> (default), <c>cpu</c> or <c>cuda</c>.</summary>
    public string? Device { get; init; }

    /// <summary>The experiment the run belongs to; made when new; <c>default</c> when missing.</summary>
    public string? Experiment { get; init; }

    /// <summary>The run's name; one is made up when missing.</summary>
    public string? Name { get; init; }

    /// <summary>Tags of the run.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Jobs of a higher priority go first; -100 to 100.</summary>
    public int Priority { get; init; }
}
