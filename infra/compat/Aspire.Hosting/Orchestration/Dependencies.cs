using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Waits for what a resource's start depends on.</summary>
internal static class Dependencies
{
    public static async Task WaitAsync(
        IResource resource, ResourceNotificationService notifications, Action<string> waitingFor, CancellationToken cancellationToken)
    {
        foreach (WaitAnnotation wait in resource.Annotations.OfType<WaitAnnotation>().ToList())
        {
            waitingFor(wait.Resource.Name);
            try
            {
                ResourceEvent done = await notifications.WaitAsync(
                    wait.Resource.Name,
                    snapshot => wait.WaitType switch
                    {
                        WaitType.WaitForCompletion => snapshot.State?.Text == KnownResourceStates.Finished,
                        WaitType.WaitUntilStarted => snapshot.State?.Text == KnownResourceStates.Running,
                        _ => ResourceNotificationService.IsHealthy(snapshot),
                    },
                    failureIsExpected: false,
                    cancellationToken).ConfigureAwait(false);
                if (wait.WaitType == WaitType.WaitForCompletion && done.Snapshot.ExitCode is { } code && code != wait.ExitCode)
                {
                    throw new DependencyFailedException($"'{wait.Resource.Name}' ended with exit code {code} instead of {wait.ExitCode}.");
                }
            }
            catch (DistributedApplicationException exception) when (exception is not DependencyFailedException)
            {
                throw new DependencyFailedException($"It depends on '{wait.Resource.Name}', which failed to start.");
            }
        }
    }

    /// <summary>A resource did not start because another did not: the other is the one to tell about.</summary>
    internal sealed class DependencyFailedException(string message) : DistributedApplicationException(message);
}
