using System.Text.Json;

namespace Wav2Kp.Catalog;

/// <summary>A fixed set of clips with their splits. It never changes.</summary>
public sealed class DatasetVersion
{
    /// <summary>Identity.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <summary>The dataset that it is a version of.</summary>
    public Guid DatasetId { get; set; }

    /// <summary>1 for the first version of its dataset.</summary>
    public int Number { get; set; }

    /// <summary>SHA-256 of the manifest; unique within the dataset.</summary>
    public required string Hash { get; set; }

    /// <summary>A <see cref="DatasetManifest"/>.</summary>
    public JsonElement Manifest { get; set; }

    /// <summary>What lists show of it; null of versions older than that.</summary>
    public JsonElement? Summary { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; set; } = DateTimeOffset.UtcNow;

    /// <summary>The dataset, where it was loaded with the row.</summary>
    public Dataset? Dataset { get; set; }
}
