namespace Wav2Kp.Catalog;

/// <summary>Sends the messages of queued steps.</summary>
public interface IStepDispatcher
{
    /// <summary>
    /// Sends a message for each step, in the background. Called after the transaction that queued them; what cannot be sent is
    /// marked as owed in the database, and the reconciler sends it later.
    /// </summary>
    void Dispatch(IReadOnlyCollection<QueuedStep> steps);
}
