namespace Wav2Kp.Cli.Workspaces;

/// <summary>The files of an animation.</summary>
internal sealed record AnimationOutcome(string Id, IReadOnlyList<string> Files)
{
    public string? Preview => Files.FirstOrDefault(f => f.EndsWith(".mp4", StringComparison.Ordinal));
}
