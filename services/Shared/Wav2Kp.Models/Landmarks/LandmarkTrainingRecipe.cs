namespace Wav2Kp.Models.Landmarks;

/// <summary>Epochs, batches and splits of a landmark training.</summary>
public sealed record LandmarkTrainingRecipe
{
    internal const int UsualBatchSize = 32, SmallestBatchSize = 2, LargestBatchSize = 4_096;

    /// <summary>Epochs.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>
    /// Pictures in a batch; 0: as many as suit the device, as <see cref="TrainingRecipe.BatchSize"/>. The rest of the recipe is then taken to be meant for 32.
    /// </summary>
    public int BatchSize { get; init; } = UsualBatchSize;

    /// <summary>Faces of an epoch over all sets; 0: as many as the first set has for training.</summary>
    public int FacesPerEpoch { get; init; }

    /// <summary>Pictures without a face, as a share of the faces.</summary>
    public double NegativeShare { get; init; } = 0.08;

    /// <summary>Decay of the moving average of the weights, which is what is validated and kept; 0: the weights themselves.</summary>
    public double WeightAverage { get; init; } = 0.998;

    /// <summary>Share of each set's persons that is kept for validation and calibration.</summary>
    public double ValidationShare { get; init; } = 0.08;

    /// <summary>Pictures of a set that are validated, at most.</summary>
    public int ValidationPictures { get; init; } = 300;

    /// <summary>As <see cref="TrainingRecipe.ForBatches"/>.</summary>
    internal LandmarkTrainingRecipe ForBatches(int size, double ratio) =>
        this with { BatchSize = size, WeightAverage = ratio == 1 ? WeightAverage : OptimizerRecipe.Rounded(Math.Pow(WeightAverage, ratio)) };

    internal void Validate()
    {
        RecipeException.Require(Epochs is >= 1 and <= 1_000_000, "training.epochs", Epochs, "between 1 and 1,000,000");
        RecipeException.Require(BatchSize is 0 or (>= SmallestBatchSize and <= LargestBatchSize), "training.batchSize", BatchSize, "0 (as suits the device) or between 2 and 4,096");
        RecipeException.Require(FacesPerEpoch is >= 0 and <= 100_000_000, "training.facesPerEpoch", FacesPerEpoch, "0 (the first set's) or above");
        RecipeException.Require(NegativeShare is >= 0 and <= 1, "training.negativeShare", NegativeShare, "between 0 and 1");
        RecipeException.Require(WeightAverage is >= 0 and < 1, "training.weightAverage", WeightAverage, "0 (none) or below 1");
        RecipeException.Require(ValidationShare is > 0 and < 1, "training.validationShare", ValidationShare, "above 0 and below 1");
        RecipeException.Require(ValidationPictures is >= 2, "training.validationPictures", ValidationPictures, "at least 2");
    }
}
