using Wav2Kp.Media;

namespace Wav2Kp.Models.Landmarks;

/// <summary>
/// Trains a recipe's landmark network on labelled pictures. The same recipe, pictures and number of threads give the same
/// weights, bit for bit, also when the training was interrupted and resumed.
/// </summary>
public static class LandmarkTrainer
{
    // libtorch's random generator and thread count belong to the process: trainings take turns
    private static readonly SemaphoreSlim s_turn = new(1, 1);

    /// <summary>Trains, calibrates and writes the weights.</summary>
    /// <param name="recipe">What to train.</param>
    /// <param name="data">The sets of labelled pictures that the recipe's mix names: the paths of their JSON files.</param>
    /// <param name="options">Device, folder, threads.</param>
    /// <param name="progress">Receives the figures, on the training's thread.</param>
    /// <param name="cancellationToken">Looked at before each step; the last epoch's checkpoint remains.</param>
    /// <exception cref="InputRejectedException">The sets are not those of the recipe, or too small.</exception>
    /// <exception cref="InvalidDataException">A set is damaged, or the checkpoint is that of another training.</exception>
    /// <exception cref="TrainingFailedException">The loss is not a number any more, or no batch fits into memory.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static LandmarkTrainingResult Train(
        LandmarkRecipe recipe, IReadOnlyList<string> data, LandmarkTrainingOptions options, IProgress<TrainingEvent>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        recipe.Validate();
        IReadOnlyList<LandmarkData> sets = LandmarkData.Load(recipe, data, cancellationToken);
        s_turn.Wait(cancellationToken);
        try
        {
            using LandmarkSession session = LandmarkSession.Start(recipe, sets, options, cancellationToken);
            return session.Run(progress, cancellationToken);
        }
        finally
        {
            s_turn.Release();
        }
    }
}
