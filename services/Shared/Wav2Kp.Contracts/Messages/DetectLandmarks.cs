namespace Wav2Kp.Contracts;

/// <summary>Find the 68 facial keypoints in every frame of a clip. Queue <c>landmarks</c>.</summary>
public sealed record DetectLandmarks(Guid StepId) : IStepMessage;
