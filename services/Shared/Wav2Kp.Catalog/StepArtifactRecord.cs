using System.Text.Json;

namespace Wav2Kp.Catalog;

/// <summary>An artifact that a step made, or found made already, as it is to be recorded when the step completes.</summary>
/// <param name="Hash">SHA-256 of what it was made from: <c>ObjectKeys.StepHash</c>.</param>
/// <param name="Kind">See <see cref="ArtifactKinds"/>.</param>
/// <param name="ObjectKey">Where the content is.</param>
/// <param name="Bytes">Its length.</param>
public sealed record StepArtifactRecord(string Hash, string Kind, string ObjectKey, long Bytes)
{
    /// <summary>The version of the step's code that made it.</summary>
    public string? StepVersion { get; init; }

    /// <summary>The parameters that it was made with.</summary>
    public JsonElement? Parameters { get; init; }

    /// <summary>Facts that a later step, which finds it made already, can report as its own result.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>The model that made it.</summary>
    public Guid? ModelId { get; init; }

    /// <summary>The record of an artifact found in the catalog.</summary>
    public static StepArtifactRecord Existing(Artifact artifact) => new(artifact.Hash, artifact.Kind, artifact.ObjectKey, artifact.Bytes)
    {
        StepVersion = artifact.StepVersion,
        Parameters = artifact.Parameters,
        Metadata = artifact.Metadata,
        ModelId = artifact.ModelId,
    };
}
