namespace Wav2Kp.Contracts;

/// <summary>Compute a clip's speech features from its audio track. Queue <c>features</c>.</summary>
public sealed record ExtractFeatures(Guid StepId) : IStepMessage;
