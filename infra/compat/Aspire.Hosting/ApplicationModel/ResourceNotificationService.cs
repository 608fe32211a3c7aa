using System.Runtime.CompilerServices;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Tells the states of resources, and waits for them.</summary>
public class ResourceNotificationService : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResourceEvent> _current = new(StringComparer.OrdinalIgnoreCase);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ResourceNotificationService()
    {
    }

    /// <summary>The latest news of a resource, or of one of its replicas.</summary>
    public bool TryGetCurrentState(string resourceId, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ResourceEvent? resourceEvent)
    {
        lock (_lock)
        {
            return _current.TryGetValue(resourceId, out resourceEvent);
        }
    }

    /// <summary>Waits until the resource (each of its replicas) is in this state, by default Running.</summary>
    /// <exception cref="DistributedApplicationException">It failed to start.</exception>
    public async Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default)
    {
        targetState ??= KnownResourceStates.Running;
        await WaitAsync(
            resourceName,
            snapshot => string.Equals(snapshot.State?.Text, targetState, StringComparison.OrdinalIgnoreCase),
            failureIsExpected: targetState == KnownResourceStates.FailedToStart,
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until the resource (each of its replicas) runs and all its health checks pass.</summary>
    /// <exception cref="DistributedApplicationException">It failed to start.</exception>
    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        WaitAsync(resourceName, IsHealthy, failureIsExpected: false, cancellationToken);

    /// <summary>All changes from now on, after the present state of each resource.</summary>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Dictionary<string, ResourceEvent> seen = [];
        while (true)
        {
            List<ResourceEvent> events;
            Task changed;
            lock (_lock)
            {
                changed = _changed.Task;
                events = [.. _current.Values];
            }
            foreach (ResourceEvent news in events)
            {
                if (!seen.TryGetValue(news.ResourceId, out ResourceEvent? last) || !ReferenceEquals(last, news))
                {
                    seen[news.ResourceId] = news;
                    yield return news;
                }
            }
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => GC.SuppressFinalize(this);

    internal static bool IsHealthy(CustomResourceSnapshot snapshot) =>
        snapshot.State?.Text == KnownResourceStates.Running && snapshot.HealthStatus is HealthStatus.Healthy;

    internal void Publish(IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> change, string kind)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            CustomResourceSnapshot snapshot = _current.TryGetValue(resourceId, out ResourceEvent? last)
                ? last.Snapshot
                : new CustomResourceSnapshot { ResourceType = kind, CreationTimeStamp = DateTime.UtcNow };
            _current[resourceId] = new ResourceEvent(resource, resourceId, change(snapshot));
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        changed.SetResult();
    }

    internal async Task<ResourceEvent> WaitAsync(
        string resourceName, Func<CustomResourceSnapshot, bool> predicate, bool failureIsExpected, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                changed = _changed.Task;
                List<ResourceEvent> replicas =
                    [.. _current.Values.Where(news => string.Equals(news.Resource.Name, resourceName, StringComparison.OrdinalIgnoreCase))];
                if (replicas.Count > 0 && replicas.All(news => predicate(news.Snapshot)))
                {
                    return replicas[^1];
                }
                if (!failureIsExpected
                    && replicas.Find(news => news.Snapshot.State?.Text == KnownResourceStates.FailedToStart) is { } failed)
                {
                    throw new DistributedApplicationException(
                        failed.Snapshot.Failure ?? $"The resource '{resourceName}' failed to start.");
                }
            }
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
