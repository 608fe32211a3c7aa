namespace Wav2Kp.Contracts;

/// <summary>Animate a face from speech. Queue <c>animate</c>.</summary>
public sealed record AnimateSpeech(Guid StepId) : IStepMessage;
