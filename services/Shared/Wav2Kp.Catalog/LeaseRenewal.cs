namespace Wav2Kp.Catalog;

/// <summary>A lease to be renewed, with how far its step has come.</summary>
public readonly record struct LeaseRenewal(Guid StepId, int Attempt, double Progress, string? Message);
