namespace Wav2Kp.Studio.Platform;

/// <summary>A service or server of the platform.</summary>
/// <param name="Name">Its name in the app model.</param>
/// <param name="Type">What it is.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Health">Whether it answers; null when nobody asks it.</param>
/// <param name="Endpoint">Where it listens.</param>
/// <param name="Restarts">How often it was started again after it had died.</param>
/// <param name="Message">What went wrong.</param>
/// <param name="HasLog">Whether its log can be read.</param>
public sealed record ServiceState(string Name, string Type, string State, string? Health, string? Endpoint, int Restarts, string? Message, bool HasLog)
{
    /// <summary>Since when it runs; null when it does not.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The processors that it kept busy on average since then.</summary>
    public double? MeanProcessors { get; init; }

    /// <summary>The memory that it holds, in bytes.</summary>
    public long? Memory { get; init; }
}
