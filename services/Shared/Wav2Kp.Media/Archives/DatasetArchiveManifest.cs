using System.Text.Json;

namespace Wav2Kp.Media.Archives;

/// <summary>What an exported dataset holds: its file <c>manifest.json</c>.</summary>
public sealed record DatasetArchiveManifest
{
    /// <summary>What <see cref="Format"/> says.</summary>
    public const string FormatName = "wav2kp-dataset";

    /// <summary>The version that this code writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>How it is written.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        MaxDepth = 32,
    };

    /// <summary><c>wav2kp-dataset</c>.</summary>
    public required string Format { get; init; }

    /// <summary>The format's version.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>The dataset's name.</summary>
    public required string Name { get; init; }

    /// <summary>The version's number where it was exported.</summary>
    public required int Version { get; init; }

    /// <summary>The version's hash where it was exported.</summary>
    public required string Hash { get; init; }

    /// <summary>The seed of its split.</summary>
    public required int Seed { get; init; }

    /// <summary>The filter that chose its clips.</summary>
    public string? Filter { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Its clips.</summary>
    public required IReadOnlyList<DatasetArchiveClip> Clips { get; init; }

    /// <summary>Every file but the manifest itself.</summary>
    public required IReadOnlyList<DatasetArchiveFile> Files { get; init; }
}
