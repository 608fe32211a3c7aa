using System.Text.Json.Serialization;

namespace Wav2Kp.Contracts.Api;

/// <summary>Asks for a version of a dataset. The same name, clips, split and seed give the version that there is.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DatasetRequest
{
    /// <summary>The dataset's name; a further version is made when it exists.</summary>
    public required string Name { get; init; }

    /// <summary>The clips, which must be ready. Either these, a filter or a job.</summary>
    public IReadOnlyList<Guid>? VideoIds { get; init; }

    /// <summary>An extraction: all its clips that are ready.</summary>
    public Guid? JobId { get; init; }

    /// <summary>A filter of clips (docs/filters.md): all ready ones that pass. An empty one takes all.</summary>
    public string? Filter { get; init; }

    /// <summary>How to split by clip; 0.8, 0.1 and 0.1 when missing.</summary>
    public DatasetSplit? Split { get; init; }

    /// <summary>Seed of the split.</summary>
    public int Seed { get; init; } = 1;
}
