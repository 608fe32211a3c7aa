using System.Text.Json;

namespace Wav2Kp.Catalog;

/// <summary>An object that a step made. The same <see cref="Hash"/> and <see cref="Kind"/> is the same content.</summary>
public sealed class Artifact
{
    /// <summary>Identity.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <summary>SHA-256 of what it was made from: <c>ObjectKeys.StepHash</c>.</summary>
    public required string Hash { get; set; }

    /// <summary>What it is; see <see cref="ArtifactKinds"/>.</summary>
    public required string Kind { get; set; }

    /// <summary>Where the content is.</summary>
    public required string ObjectKey { get; set; }

    /// <summary>Length in bytes.</summary>
    public long Bytes { get; set; }

    /// <summary>The version of the step's code that made it.</summary>
    public string? StepVersion { get; set; }

    /// <summary>The parameters that it was made with.</summary>
    public JsonElement? Parameters { get; set; }

    /// <summary>Facts about it that a later step, which finds it made already, reports as its own result.</summary>
    public JsonElement? Metadata { get; set; }

    /// <summary>The clip that it was made from.</summary>
    public Guid? ClipId { get; set; }

    /// <summary>The run that it belongs to.</summary>
    public Guid? RunId { get; set; }

    /// <summary>The model that made it.</summary>
    public Guid? ModelId { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; set; } = DateTimeOffset.UtcNow;
}
