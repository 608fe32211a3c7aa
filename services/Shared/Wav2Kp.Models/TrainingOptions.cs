namespace Wav2Kp.Models;

/// <summary>Where and how a training runs; nothing here belongs to the recipe, though the threads decide the last bits.</summary>
public sealed record TrainingOptions
{
    /// <summary><c>auto</c> (a GPU if there is one), <c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>A folder for the checkpoint that is written after each epoch; null: none is written.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Whether to go on from the folder's checkpoint, if it has one of the same recipe and clips.</summary>
    public bool Resume { get; init; } = true;

    /// <summary>Threads of libtorch on the CPU; 0: one per core. Weights are identical for the same number.</summary>
    public int Threads { get; init; }

    /// <summary>What is recorded in the model as the dataset's version.</summary>
    public string? DatasetVersion { get; init; }

    /// <summary>What is recorded in the model about the licences of its data and parts.</summary>
    public string? LicenceNotes { get; init; }

    /// <summary>Called after each epoch's checkpoint is written, with its path, before the next epoch begins.</summary>
    public Action<string>? CheckpointWritten { get; init; }

    /// <summary>
    /// Called once before the first step with the recipe that is trained. It is the one that was given, unless that left the batch size to the device
    /// (0): then batch size and learning rate are those that were found, or those of the checkpoint that is gone on from.
    /// </summary>
    public Action<Recipe>? RecipeSettled { get; init; }

    /// <summary>Called with each batch size that is about to be tried.</summary>
    public Action<int>? BatchSizeTried { get; init; }

    /// <summary>Measures the trials.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;
}
