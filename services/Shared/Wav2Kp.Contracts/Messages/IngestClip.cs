namespace Wav2Kp.Contracts;

/// <summary>Probe and validate a clip's source and write its 16 kHz audio track. Queue <c>ingest</c>.</summary>
public sealed record IngestClip(Guid StepId) : IStepMessage;
