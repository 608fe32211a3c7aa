using System.Globalization;

namespace Wav2Kp.Models;

/// <summary>Adam (Kingma and Ba 2015); with weight decay, AdamW (Loshchilov and Hutter 2019).</summary>
public sealed record OptimizerRecipe
{
    /// <summary>The step size.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Decoupled weight decay; 0: none.</summary>
    public double WeightDecay { get; init; }

    /// <summary>The gradient's largest norm over all weights; 0: not limited.</summary>
    public double GradientClip { get; init; }

    /// <summary>
    /// The same for batches so many times as large: Adam's steps grow with the square root (Malladi et al. 2022, arXiv 2205.10287; before them Krizhevsky 2014,
    /// arXiv 1404.5997), and so does the weight decay, which counts times the learning rate and has fewer steps to act in.
    /// </summary>
    internal OptimizerRecipe ForBatches(double ratio) => ratio == 1 ? this : this with
    {
        LearningRate = Math.Min(1, Rounded(LearningRate * Math.Sqrt(ratio))),
        WeightDecay = Math.Min(1, Rounded(WeightDecay * Math.Sqrt(ratio))),
    };

    // so that a recipe can be read and copied by people
    internal static double Rounded(double value) => double.Parse(value.ToString("G5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    internal void Validate()
    {
        RecipeException.Require(LearningRate is > 0 and <= 1, "optimizer.learningRate", LearningRate, "above 0, at most 1");
        RecipeException.Require(WeightDecay is >= 0 and <= 1, "optimizer.weightDecay", WeightDecay, "between 0 and 1");
        RecipeException.Require(GradientClip is >= 0 and <= 1e6, "optimizer.gradientClip", GradientClip, "0 (no limit) or above");
    }
}
