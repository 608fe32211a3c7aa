namespace Wav2Kp.Catalog;

/// <summary>The artifact of one kind that stands for a clip now.</summary>
public sealed class ClipArtifact
{
    /// <summary>The clip.</summary>
    public Guid ClipId { get; set; }

    /// <summary>The kind.</summary>
    public required string Kind { get; set; }

    /// <summary>The artifact.</summary>
    public Guid ArtifactId { get; set; }

    /// <summary>The artifact, where it was loaded with the row.</summary>
    public Artifact? Artifact { get; set; }
}
