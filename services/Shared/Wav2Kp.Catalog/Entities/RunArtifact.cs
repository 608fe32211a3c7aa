namespace Wav2Kp.Catalog;

/// <summary>A file of a run.</summary>
public sealed class RunArtifact
{
    /// <summary>Identity.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <summary>The run.</summary>
    public Guid RunId { get; set; }

    /// <summary>The file's name; unique within the run.</summary>
    public required string Name { get; set; }

    /// <summary>What it is.</summary>
    public required string Kind { get; set; }

    /// <summary>Where the content is.</summary>
    public required string ObjectKey { get; set; }

    /// <summary>Length in bytes.</summary>
    public long Bytes { get; set; }

    /// <summary>When it was recorded.</summary>
    public DateTimeOffset CreatedAt { get; set; } = DateTimeOffset.UtcNow;
}
