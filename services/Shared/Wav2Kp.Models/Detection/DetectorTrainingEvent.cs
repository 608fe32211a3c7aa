namespace Wav2Kp.Models.Detection;

/// <summary>What a training of the face detector says of itself.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Loss">The mean loss since the last event.</param>
/// <param name="Validation">The network's figures in the validation scenes, where it was validated.</param>
public sealed record DetectorTrainingEvent(int Step, int Steps, double Loss, DetectorEvaluation? Validation);
