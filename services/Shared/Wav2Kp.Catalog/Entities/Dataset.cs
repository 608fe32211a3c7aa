namespace Wav2Kp.Catalog;

/// <summary>A named line of dataset versions.</summary>
public sealed class Dataset
{
    /// <summary>Identity.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <summary>Unique.</summary>
    public required string Name { get; set; }

    /// <summary>When its first version was made.</summary>
    public DateTimeOffset CreatedAt { get; set; } = DateTimeOffset.UtcNow;

    /// <summary>Its versions, where they were loaded with the row.</summary>
    public List<DatasetVersion> Versions { get; } = [];
}
