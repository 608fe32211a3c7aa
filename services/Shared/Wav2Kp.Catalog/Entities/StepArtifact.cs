namespace Wav2Kp.Catalog;

/// <summary>An artifact that a step made, or found made already.</summary>
public sealed class StepArtifact
{
    /// <summary>The step.</summary>
    public Guid StepId { get; set; }

    /// <summary>The artifact.</summary>
    public Guid ArtifactId { get; set; }

    /// <summary>The artifact, where it was loaded with the row.</summary>
    public Artifact? Artifact { get; set; }
}
