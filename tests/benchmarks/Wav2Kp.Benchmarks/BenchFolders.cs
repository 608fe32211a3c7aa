namespace Wav2Kp.Benchmarks;

/// <summary>Where the benchmark keeps things.</summary>
internal static class BenchFolders
{
    /// <summary>Drawn clips and results: below the checkout that <c>./wav2kp</c> is called in, else below the user's cache.</summary>
    public static string Cache { get; } = Environment.GetEnvironmentVariable("WAV2KP_ROOT") is { Length: > 0 } root
        ? Path.Combine(root, ".wav2kp", "bench")
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "wav2kp", "bench");
}
