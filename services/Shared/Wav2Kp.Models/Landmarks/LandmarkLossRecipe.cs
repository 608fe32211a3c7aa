namespace Wav2Kp.Models.Landmarks;

/// <summary>
/// The loss of a landmark training. Distances are in units of the distance between the outer corners of the eyes, so that the
/// loss and the error that is reported mean the same for every face.
/// </summary>
public sealed record LandmarkLossRecipe
{
    /// <summary>What of a point's error is made small.</summary>
    public LandmarkLossKind Kind { get; init; } = LandmarkLossKind.Distance;

    /// <summary>Distance: below it the square counts, above it the distance (Charbonnier et al. 1997).</summary>
    public double Softness { get; init; } = 0.02;

    /// <summary>Wing loss (Feng et al. 2018): errors below it count as their logarithm.</summary>
    public double Width { get; init; } = 0.1;

    /// <summary>Wing loss: the error about which the logarithm bends.</summary>
    public double Curvature { get; init; } = 0.05;

    /// <summary>Weight of the cross-entropy between a point's map and the cells that its true place lies between.</summary>
    public double Heatmap { get; init; } = 0.1;

    /// <summary>Weight of the expected errors' negative log-likelihood (an exponential distribution of the distance).</summary>
    public double Error { get; init; } = 0.05;

    /// <summary>Weight of the confidence's cross-entropy.</summary>
    public double Confidence { get; init; } = 0.1;

    internal void Validate()
    {
        RecipeException.Require(Softness is > 0 and <= 10, "loss.softness", Softness, "above 0, at most 10");
        RecipeException.Require(Width is > 0 and <= 10, "loss.width", Width, "above 0, at most 10");
        RecipeException.Require(Curvature is > 0 and <= 10, "loss.curvature", Curvature, "above 0, at most 10");
        RecipeException.Require(Heatmap is >= 0 and <= 1000, "loss.heatmap", Heatmap, "0 or above");
        RecipeException.Require(Error is >= 0 and <= 1000, "loss.error", Error, "0 or above");
        RecipeException.Require(Confidence is >= 0 and <= 1000, "loss.confidence", Confidence, "0 or above");
    }
}
