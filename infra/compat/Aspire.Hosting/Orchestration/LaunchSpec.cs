namespace Aspire.Hosting.Orchestration;

/// <summary>A process to start.</summary>
internal sealed class LaunchSpec
{
    public required string FileName { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>Variables set (or, if null, removed) on top of the AppHost's own environment.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>The unprivileged user as whom it runs.</summary>
    public ServerUser? User { get; init; }

    /// <summary>The signal that asks it to stop, and that the kernel sends it when the AppHost is killed.</summary>
    public int StopSignal { get; init; } = Posix.SigTerm;
}
