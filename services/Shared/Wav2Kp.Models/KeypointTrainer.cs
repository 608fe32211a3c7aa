using Wav2Kp.Faces;
using Wav2Kp.Media;
using Wav2Kp.Speech;

namespace Wav2Kp.Models;

/// <summary>
/// Trains a recipe's network on clips. The same recipe, clips and number of threads give the same weights, bit for bit,
/// also when the training was interrupted and resumed.
/// </summary>
public static class KeypointTrainer
{
    // libtorch's random generator and thread count belong to the process: trainings take turns
    private static readonly SemaphoreSlim s_turn = new(1, 1);

    /// <summary>Trains and returns the best epoch's model.</summary>
    /// <param name="recipe">What to train.</param>
    /// <param name="clips">Clips to train on, to stop by, to keep for the final figures (the test part is only recorded).</param>
    /// <param name="options">Device, checkpoints, threads.</param>
    /// <param name="progress">Receives the figures, on the training's thread.</param>
    /// <param name="cancellationToken">Looked at before each step; the last epoch's checkpoint remains.</param>
    /// <exception cref="InputRejectedException">No training clip has a valid frame, or a clip is too short for the window.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or its features have other parameters than the recipe's.</exception>
    /// <exception cref="TrainingFailedException">The loss is not a number any more, or no batch fits into memory.</exception>
    /// <exception cref="InvalidOperationException">The device cannot be used.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static TrainedModel Train(Recipe recipe, ClipsBySplit clips, TrainingOptions options, IProgress<TrainingEvent>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(clips);
        ArgumentNullException.ThrowIfNull(options);
        recipe.Validate();
        if (clips.Train.Count == 0)
        {
            throw new InputRejectedException("no-clips", "There is no clip to train on: put at least one into the training part of the dataset.");
        }
        s_turn.Wait(cancellationToken);
        try
        {
            using TrainingSession session = TrainingSession.Start(recipe, clips, options, cancellationToken);
            return session.Run(progress, cancellationToken);
        }
        finally
        {
            s_turn.Release();
        }
    }

    /// <summary>Reads a clip's files and checks them against the recipe.</summary>
    internal static (FeatureFile Features, LandmarkTrack Track) Read(TrainingClip clip, Recipe recipe)
    {
        FeatureFile features = FeatureFile.Load(clip.FeaturesPath, mfccAlone: true);
        CheckFeatures(features, recipe, clip.Name);
        LandmarkTrack track = LandmarkTrack.Load(clip.LandmarksPath);
        if (recipe.Keypoints.MaskFlagged)
        {
            track.MaskFlagged();
        }
        return (features, track);
    }

    /// <exception cref="InvalidDataException">The features were computed otherwise than the recipe asks for.</exception>
    internal static void CheckFeatures(FeatureFile features, Recipe recipe, string name)
    {
        if (recipe.Unlike(features.Parameters).Count > 0)
        {
            throw new InvalidDataException($"The features of '{name}' were computed with {features.Parameters.Mfcc}, but the recipe '{recipe.Name}' asks for {recipe.Features.Mfcc}: extract them again with the recipe's parameters.");
        }
    }
}
