namespace Wav2Kp.Models;

/// <summary>
/// The loss: mean squared error over the valid frames, in the units that the network predicts (standardised ones count
/// every coordinate alike, however little it moves), plus optional terms.
/// </summary>
public sealed record LossRecipe
{
    /// <summary>Weight of the lips' 20 points (48-67) against the others'; the weights' mean is kept at 1.</summary>
    public double LipWeight { get; init; } = 1;

    /// <summary>Weight of the squared error of the mouth's opening, the distance of points 62 and 66, in units of its deviation.</summary>
    public double MouthOpening { get; init; }

    /// <summary>Weight of the mean squared error of the differences between neighbouring frames.</summary>
    public double Velocity { get; init; }

    internal void Validate()
    {
        RecipeException.Require(LipWeight is > 0 and <= 1_000, "loss.lipWeight", LipWeight, "above 0, at most 1,000");
        RecipeException.Require(MouthOpening is >= 0 and <= 1_000, "loss.mouthOpening", MouthOpening, "between 0 and 1,000");
        RecipeException.Require(Velocity is >= 0 and <= 1_000, "loss.velocity", Velocity, "between 0 and 1,000");
    }
}
