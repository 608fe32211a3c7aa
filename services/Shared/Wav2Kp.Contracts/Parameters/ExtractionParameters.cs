using System.Text.Json;

namespace Wav2Kp.Contracts;

/// <summary>Parameters of an extraction job. Each part goes to the steps of that kind; a part left out means the defaults.</summary>
public sealed record ExtractionParameters
{
    /// <summary>For <see cref="StepKind.Ingest"/> steps.</summary>
    public JsonElement? Ingest { get; init; }

    /// <summary>For <see cref="StepKind.Features"/> steps: a FeatureParameters object.</summary>
    public JsonElement? Features { get; init; }

    /// <summary>For <see cref="StepKind.Landmarks"/> steps: a LandmarkOptions object.</summary>
    public JsonElement? Landmarks { get; init; }
}
