namespace Wav2Kp.Contracts.Api;

/// <summary>A service or server of the platform.</summary>
public sealed record ServiceInfo
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is: <c>Project</c>, <c>PostgresServer</c> and so on.</summary>
    public required string Type { get; init; }

    /// <summary>Where it stands: <c>Running</c>, <c>Starting</c>, <c>Finished</c>, <c>FailedToStart</c> and so on.</summary>
    public required string State { get; init; }

    /// <summary>Whether it answers; null when nobody asks it.</summary>
    public string? Health { get; init; }

    /// <summary>Where it listens.</summary>
    public string? Endpoint { get; init; }

    /// <summary>How often it was started again after it had died.</summary>
    public required int Restarts { get; init; }

    /// <summary>What went wrong.</summary>
    public string? Message { get; init; }

    /// <summary>Since when it runs; null when it does not.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The processors that it kept busy on average since then.</summary>
    public double? MeanProcessors { get; init; }

    /// <summary>The memory that it holds, in bytes.</summary>
    public long? Memory { get; init; }

    /// <summary>Whether its log can be read.</summary>
    public required bool HasLog { get; init; }
}
