using System.Text.Json;

namespace Wav2Kp.Media.Archives;

/// <summary>A file that was made of a clip.</summary>
public sealed record DatasetArchiveArtifact
{
    /// <summary>Its path within the export.</summary>
    public required string Path { get; init; }

    /// <summary>SHA-256 of what it was made from.</summary>
    public required string Hash { get; init; }

    /// <summary>The version of the step that made it.</summary>
    public string? StepVersion { get; init; }

    /// <summary>The step's parameters.</summary>
    public JsonElement? Parameters { get; init; }

    /// <summary>What the step said of it.</summary>
    public JsonElement? Metadata { get; init; }
}
