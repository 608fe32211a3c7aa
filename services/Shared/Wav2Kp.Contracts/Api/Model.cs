using System.Text.Json;

namespace Wav2Kp.Contracts.Api;

/// <summary>A trained model.</summary>
public sealed record Model
{
    /// <summary>Its identifier.</summary>
    public required Guid Id { get; init; }

    /// <summary>The run that made it.</summary>
    public Guid? RunId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>1, 2, … within the name.</summary>
    public required int Version { get; init; }

    /// <summary>What it was trained on.</summary>
    public Guid? DatasetVersionId { get; init; }

    /// <summary>Its recipe.</summary>
    public JsonElement? Recipe { get; init; }

    /// <summary>What the evaluation on held-out clips found.</summary>
    public required IReadOnlyDictionary<string, double?> Metrics { get; init; }

    /// <summary>What it is meant for; one version at most of a name is in production.</summary>
    public ModelStage Stage { get; init; }

    /// <summary>Since when it has been in its stage.</summary>
    public DateTimeOffset StagedAt { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Its files; empty in lists.</summary>
    public IReadOnlyList<FileLink> Files { get; init; } = [];
}
