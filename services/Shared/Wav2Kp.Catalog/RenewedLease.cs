namespace Wav2Kp.Catalog;

/// <summary>A lease that was renewed.</summary>
/// <param name="StepId">The step.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="CancelRequested">Whether its job is to be cancelled.</param>
public readonly record struct RenewedLease(Guid StepId, int Attempt, bool CancelRequested);
