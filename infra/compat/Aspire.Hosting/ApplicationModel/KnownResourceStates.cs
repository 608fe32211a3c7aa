namespace Aspire.Hosting.ApplicationModel;

/// <summary>The states of a resource.</summary>
public static class KnownResourceStates
{
    /// <summary>It has not been started.</summary>
    public static readonly string NotStarted = "NotStarted";

    /// <summary>It waits for another resource.</summary>
    public static readonly string Waiting = "Waiting";

    /// <summary>It is being started.</summary>
    public static readonly string Starting = "Starting";

    /// <summary>It runs.</summary>
    public static readonly string Running = "Running";

    /// <summary>It could not be started.</summary>
    public static readonly string FailedToStart = "FailedToStart";

    /// <summary>It is being stopped.</summary>
    public static readonly string Stopping = "Stopping";

    /// <summary>It was stopped or it died.</summary>
    public static readonly string Exited = "Exited";

    /// <summary>It ran to its end.</summary>
    public static readonly string Finished = "Finished";

    /// <summary>It has no process of its own and its value is known.</summary>
    public static readonly string Active = "Active";

    /// <summary>The states that nothing follows.</summary>
    public static readonly IReadOnlyList<string> TerminalStates = [Finished, FailedToStart, Exited];
}
