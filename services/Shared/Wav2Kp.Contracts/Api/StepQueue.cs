namespace Wav2Kp.Contracts.Api;

/// <summary>The steps of a kind that are to be done.</summary>
/// <param name="Kind">What they do.</param>
/// <param name="Queued">How many wait for a worker.</param>
/// <param name="Running">How many are at work.</param>
public sealed record StepQueue(StepKind Kind, long Queued, long Running);
