namespace Wav2Kp.Models.Landmarks;

/// <summary>Where and how a landmark training runs; nothing here belongs to the recipe, though the threads decide the last bits.</summary>
public sealed record LandmarkTrainingOptions
{
    /// <summary><c>auto</c> (a GPU if there is one), <c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>The folder of the checkpoint, of the weights and of the figures; it is made if missing.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether to go on from the folder's checkpoint, if it has one of the same recipe and pictures.</summary>
    public bool Resume { get; init; }

    /// <summary>
    /// A checkpoint of another training, whose averaged weights are the first; null: random ones. Its network may have fewer
    /// residual blocks: those that it lacks change nothing at first.
    /// </summary>
    public string? Start { get; init; }

    /// <summary>Threads of libtorch on the CPU; 0: one per core. Weights are identical for the same number.</summary>
    public int Threads { get; init; }

    /// <summary>Threads that prepare pictures beside the step; 0: one per core. They do not change the result.</summary>
    public int Loaders { get; init; }

    /// <summary>
    /// Called once before the first step with the recipe that is trained. It is the one that was given, unless that left the batch size to the device
    /// (0): then batch size and learning rate are those that were found, or those of the checkpoint that is gone on from.
    /// </summary>
    public Action<LandmarkRecipe>? RecipeSettled { get; init; }

    /// <summary>Called with each batch size that is about to be tried.</summary>
    public Action<int>? BatchSizeTried { get; init; }

    /// <summary>Measures the trials.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;
}
