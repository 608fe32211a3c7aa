using Wav2Kp.Contracts;

namespace Wav2Kp.Catalog;

/// <summary>A step for which a message is owed.</summary>
public readonly record struct QueuedStep(Guid Id, StepKind Kind);
