namespace Wav2Kp.Models;

/// <summary>Epochs, batches, regularisation, early stopping.</summary>
public sealed record TrainingRecipe
{
    internal const int UsualBatchSize = 8, LargestBatchSize = 4_096;

    /// <summary>Passes over the training clips, at most.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>
    /// Sequences in a batch; 0: as many as suit the device, which is asked by trial when the training begins (<see cref="TrainingOptions.RecipeSettled"/>).
    /// The rest of the recipe is then taken to be meant for batches of 8.
    /// </summary>
    public int BatchSize { get; init; } = UsualBatchSize;

    /// <summary>
    /// Frames in a sequence: longer clips are cut, and long speech is predicted in overlapping pieces of this length.
    /// 0: whole clips, one piece.
    /// </summary>
    public int SequenceFrames { get; init; } = 75;

    /// <summary>Deviation of the Gaussian noise added to the standardised features in training.</summary>
    public double FeatureNoise { get; init; }

    /// <summary>
    /// Decay of the moving average of the weights, which is what is validated and kept (Polyak and Juditsky 1992);
    /// 0: the weights themselves.
    /// </summary>
    public double WeightAverage { get; init; }

    /// <summary>Epochs without a better validation loss after which training stops; 0: never. The best epoch's weights are kept.</summary>
    public int Patience { get; init; }

    /// <summary>
    /// The same with a batch size. The average of the weights reaches back over as many epochs (Busbridge et al. 2023, arXiv 2307.13813).
    /// </summary>
    internal TrainingRecipe ForBatches(int size, double ratio) =>
        this with { BatchSize = size, WeightAverage = ratio == 1 ? WeightAverage : OptimizerRecipe.Rounded(Math.Pow(WeightAverage, ratio)) };

    internal void Validate()
    {
        RecipeException.Require(Epochs is >= 1 and <= 1_000_000, "training.epochs", Epochs, "between 1 and 1,000,000");
        RecipeException.Require(BatchSize is >= 0 and <= LargestBatchSize, "training.batchSize", BatchSize, "0 (as suits the device) or between 1 and 4,096");
        RecipeException.Require(SequenceFrames is 0 or (>= 8 and <= 100_000), "training.sequenceFrames", SequenceFrames, "0 (whole clips) or between 8 and 100,000");
        RecipeException.Require(FeatureNoise is >= 0 and <= 10, "training.featureNoise", FeatureNoise, "between 0 and 10");
        RecipeException.Require(WeightAverage is >= 0 and < 1, "training.weightAverage", WeightAverage, "at least 0 and below 1");
        RecipeException.Require(Patience >= 0, "training.patience", Patience, "0 (never stop early) or above");
    }
}
