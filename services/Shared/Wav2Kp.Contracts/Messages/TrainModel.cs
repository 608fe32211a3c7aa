namespace Wav2Kp.Contracts;

/// <summary>Train a model on a dataset version. Queue <c>train</c>.</summary>
public sealed record TrainModel(Guid StepId) : IStepMessage;
