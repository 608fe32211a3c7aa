namespace Wav2Kp.Models;

/// <summary>The clips of a dataset by their part: trained on, watched for early stopping, kept for the final figures.</summary>
/// <param name="Train">Clips to train on, at least one.</param>
/// <param name="Validation">Clips that decide when to stop and which epoch to keep; may be empty.</param>
/// <param name="Test">Clips that no decision of the training depends on; may be empty.</param>
public sealed record ClipsBySplit(IReadOnlyList<TrainingClip> Train, IReadOnlyList<TrainingClip> Validation, IReadOnlyList<TrainingClip> Test);
