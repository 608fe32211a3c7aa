using System.Text.Json.Serialization;

namespace Wav2Kp.Faces.Evaluation;

/// <summary>
/// How well a network finds the points of a set of labelled pictures. Errors are mean distances over the points, divided by
/// the distance between the outer corners of the eyes (36-45): NME.
/// </summary>
public sealed record NetworkFigures
{
    /// <summary>What it is called: <c>wav2kp</c>, or its file's name.</summary>
    [JsonPropertyName("network")]
    public required string Network { get; init; }

    /// <summary>Which network it is, with the first digits of its file's SHA-256.</summary>
    [JsonPropertyName("source")]
    public required string Source { get; init; }

    /// <summary>How many pictures there are.</summary>
    [JsonPropertyName("pictures")]
    public required int Pictures { get; init; }

    /// <summary>The mean NME of the faces that were found; NaN where none was.</summary>
    [JsonPropertyName("nme_mean")]
    public required double NmeMean { get; init; }

    /// <summary>The median NME of the faces that were found.</summary>
    [JsonPropertyName("nme_median")]
    public required double NmeMedian { get; init; }

    /// <summary>The share of all faces that were not found or have an NME above 0.08.</summary>
    [JsonPropertyName("failure_rate")]
    public required double FailureRate { get; init; }

    /// <summary>The mean NME of each region's points: jaw, brows, nose, eyes, lips.</summary>
    [JsonPropertyName("regions")]
    public required IReadOnlyDictionary<string, double> Regions { get; init; }

    /// <summary>
    /// How far confidences are from the truth: the mean difference between the confidence and the share of faces with an NME
    /// below 0.08, over ten bins of confidence, weighted by their faces. Null where the network does not say how sure it is.
    /// </summary>
    [JsonPropertyName("calibration_error")]
    public double? CalibrationError { get; init; }

    /// <summary>Pictures a second, from decoded pixels to points, with one network on each processor; null where it was not measured.</summary>
    [JsonPropertyName("fps")]
    public double? Fps { get; init; }

    /// <summary>The NME of each picture in the order of the set; NaN where no face was found.</summary>
    [JsonIgnore]
    public IReadOnlyList<double> Errors { get; init; } = [];
}
