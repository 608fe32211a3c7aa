namespace Wav2Kp.Contracts;

/// <summary>Measure a trained model on the held-out clips. Queue <c>evaluate</c>.</summary>
public sealed record EvaluateModel(Guid StepId) : IStepMessage;
