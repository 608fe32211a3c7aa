using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>All that is known of a resource at one moment.</summary>
public sealed record CustomResourceSnapshot
{
    /// <summary>The kind: <c>Project</c>, <c>Executable</c>, <c>Container</c>, ….</summary>
    public required string ResourceType { get; init; }

    /// <summary>One of <see cref="KnownResourceStates"/>.</summary>
    public ResourceStateSnapshot? State { get; init; }

    /// <summary>What the health checks say; null before they were asked.</summary>
    public HealthStatus? HealthStatus { get; init; }

    /// <summary>The exit code of a process that ended.</summary>
    public int? ExitCode { get; init; }

    /// <summary>When the resource entered the model.</summary>
    public DateTime? CreationTimeStamp { get; init; }

    /// <summary>When its process was started last.</summary>
    public DateTime? StartTimeStamp { get; init; }

    /// <summary>When its process ended.</summary>
    public DateTime? StopTimeStamp { get; init; }

    internal int? ProcessId { get; init; }

    internal int Restarts { get; init; }

    /// <summary>Why it failed to start, or what its health check has against it.</summary>
    internal string? Failure { get; init; }

    /// <summary>Whether it failed to start because something that it waits for failed.</summary>
    internal bool FailedByDependency { get; init; }
}
