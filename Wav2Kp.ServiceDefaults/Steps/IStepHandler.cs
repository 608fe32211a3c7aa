using Wav2Kp.Contracts;

namespace Wav2Kp.ServiceDefaults;

/// <summary>Does the work of one kind of step. A new handler is made for every attempt, in a scope of its own.</summary>
/// <typeparam name="TMessage">The message of that kind of step.</typeparam>
public interface IStepHandler<TMessage>
    where TMessage : class, IStepMessage
{
    /// <summary>
    /// Works on one step. It may be called again for the same step after a crash: it stores objects under keys that name their
    /// content and leaves the database to the outcome, whose writes happen exactly once.
    /// </summary>
    /// <param name="context">The step and what is needed to work on it.</param>
    /// <param name="cancellationToken">
    /// Cancelled when the job is cancelled, the service stops or the lease is lost: the handler then ends soon, with an
    /// <see cref="OperationCanceledException"/>.
    /// </param>
    /// <returns>What to record.</returns>
    /// <remarks>
    /// <c>InputRejectedException</c>: the input's fault, final. <see cref="StepFailedException"/>: something has to be put right
    /// by hand, final. Trouble with a disk, the network, a server: tried again later. Any other exception: a bug, tried again a few times.
    /// </remarks>
    Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken);
}
