namespace Wav2Kp.Trainer;

/// <summary>Section <c>Trainer</c> of the configuration.</summary>
internal sealed class TrainerOptions
{
    /// <summary>
    /// The shortest time between two checkpoints in the object store: what a killed trainer loses at most, apart from the epoch that
    /// it is in.
    /// </summary>
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Threads on the CPU; 0: one per core. The same number gives the same weights.</summary>
    public int Threads { get; set; }
}
