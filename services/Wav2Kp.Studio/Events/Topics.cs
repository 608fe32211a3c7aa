namespace Wav2Kp.Studio.Events;

/// <summary>What events are about.</summary>
internal static class Topics
{
    public const string Jobs = "jobs", Runs = "runs", Clips = "clips", Datasets = "datasets", Models = "models", Services = "services";

    public static IReadOnlyList<string> All { get; } = [Jobs, Runs, Clips, Datasets, Models, Services];
}
