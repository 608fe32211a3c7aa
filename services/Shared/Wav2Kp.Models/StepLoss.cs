namespace Wav2Kp.Models;

/// <summary>The loss of a training step.</summary>
/// <param name="Step">Its number, from 1.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Weight">What it counts in the epoch's mean.</param>
internal readonly record struct StepLoss(long Step, double Loss, int Weight);
