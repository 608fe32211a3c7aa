namespace Wav2Kp.Contracts;

/// <summary>A message on one of the work queues. It names a step in the catalog and carries no data.</summary>
/// <remarks>
/// A delivery is a ticket for one piece of work of its kind: the worker takes the queued step of that kind with the
/// highest priority, oldest first, which is the one named unless something more urgent waits. Delivering a message
/// twice therefore does nothing twice.
/// </remarks>
public interface IStepMessage
{
    /// <summary>The step in table <c>steps</c> that was queued when the message was sent.</summary>
    Guid StepId { get; }
}
