using System.Text.Json;
using Wav2Kp.Contracts;

namespace Wav2Kp.Catalog;

/// <summary>A trained model.</summary>
public sealed class Model
{
    /// <summary>Identity.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <summary>The run that trained it; unique.</summary>
    public Guid RunId { get; set; }

    /// <summary>What it is called.</summary>
    public required string Name { get; set; }

    /// <summary>1 for the first model of this name.</summary>
    public int Version { get; set; }

    /// <summary>The whole recipe.</summary>
    public JsonElement Recipe { get; set; }

    /// <summary>The dataset version that it was trained on.</summary>
    public Guid DatasetVersionId { get; set; }

    /// <summary>What the object keys of its files start with.</summary>
    public required string ObjectPrefix { get; set; }

    /// <summary>Its figures on the held-out clips.</summary>
    public JsonElement? Metrics { get; set; }

    /// <summary>What it is meant for; one model at most of a name is in production.</summary>
    public ModelStage Stage { get; set; }

    /// <summary>Since when it has been in its stage.</summary>
    public DateTimeOffset StagedAt { get; set; } = DateTimeOffset.UtcNow;

    /// <summary>When it was registered.</summary>
    public DateTimeOffset CreatedAt { get; set; } = DateTimeOffset.UtcNow;

    /// <summary>When the row changed last; the database writes it.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }
}
