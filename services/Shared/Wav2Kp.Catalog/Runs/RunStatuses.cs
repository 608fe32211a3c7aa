namespace Wav2Kp.Catalog.Runs;

/// <summary>The words that a run's status is stored as.</summary>
internal static class RunStatuses
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = ["queued", "running", "succeeded", "failed", "rejected", "cancelled"];
}
