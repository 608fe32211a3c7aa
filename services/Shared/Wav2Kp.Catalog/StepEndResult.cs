using Wav2Kp.Contracts;

namespace Wav2Kp.Catalog;

/// <summary>What became of the end of an attempt.</summary>
/// <param name="Accepted">Whether it counted; false when the lease was another worker's by then, so that nothing was written.</param>
/// <param name="State">What the step became, if it counted.</param>
/// <param name="Queued">Steps that were queued by it and are to be dispatched.</param>
public sealed record StepEndResult(bool Accepted, StepState State, IReadOnlyList<QueuedStep> Queued);
