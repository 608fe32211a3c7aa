using System.Text.Json.Serialization;

namespace Wav2Kp.Cli.Demo;

/// <summary>The demo's figures, as its JSON file holds them. The definitions of the metrics are in docs/metrics.md.</summary>
internal sealed record DemoReport
{
    [JsonPropertyName("mouth_r")]
    public double? MouthR { get; init; }

    [JsonPropertyName("lip_lmd")]
    public double? LipLmd { get; init; }

    [JsonPropertyName("nlmd")]
    public double? Nlmd { get; init; }

    /// <summary>All figures of the default recipe on the held-out clips.</summary>
    [JsonPropertyName("metrics")]
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>The same figures of the seed's recipe.</summary>
    [JsonPropertyName("seed_recipe")]
    public required IReadOnlyDictionary<string, double> SeedRecipe { get; init; }

    /// <summary>Clips taken in.</summary>
    [JsonPropertyName("clips")]
    public required int Clips { get; init; }

    [JsonPropertyName("ready")]
    public required int Ready { get; init; }

    [JsonPropertyName("rejected")]
    public required IReadOnlyList<RejectedClip> Rejected { get; init; }

    [JsonPropertyName("failed")]
    public required IReadOnlyList<RejectedClip> Failed { get; init; }

    /// <summary>Clips for training, validation and test.</summary>
    [JsonPropertyName("split")]
    public required IReadOnlyDictionary<string, int> Split { get; init; }

    /// <summary>Where the points came from: <c>network</c>, Wav2Kp's own or the one that was given.</summary>
    [JsonPropertyName("landmarks")]
    public required string Landmarks { get; init; }

    /// <summary>Detected against known points: mean distance over the inter-ocular distance; null where none are known or none were detected.</summary>
    [JsonPropertyName("detection_nlmd")]
    public double? DetectionNlmd { get; init; }

    /// <summary>Wall-clock seconds by stage.</summary>
    [JsonPropertyName("seconds")]
    public required IReadOnlyDictionary<string, double> Seconds { get; init; }

    /// <summary>The files of the animation.</summary>
    [JsonPropertyName("results")]
    public required IReadOnlyList<string> Results { get; init; }

    /// <summary>The console's address; null without servers.</summary>
    [JsonPropertyName("console")]
    public string? Console { get; init; }

    [JsonPropertyName("data")]
    public required string Data { get; init; }
}

/// <param name="Reason">What is wrong and what to do.</param>
internal sealed record RejectedClip(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("code")] string? Code,
    [property: JsonPropertyName("reason")] string? Reason);
