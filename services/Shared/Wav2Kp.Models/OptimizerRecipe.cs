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

    internal void Validate()
    {
        RecipeException.Require(LearningRate is > 0 and <= 1, "optimizer.learningRate", LearningRate, "above 0, at most 1");
        RecipeException.Require(WeightDecay is >= 0 and <= 1, "optimizer.weightDecay", WeightDecay, "between 0 and 1");
        RecipeException.Require(GradientClip is >= 0 and <= 1e6, "optimizer.gradientClip", GradientClip, "0 (no limit) or above");
    }
}
