namespace Wav2Kp.Cli.Workspaces;

/// <summary>A video to take in.</summary>
/// <param name="KnownLandmarksPath">A <c>landmarks.safetensors</c> whose points are known to be true, as of a drawn face.</param>
internal sealed record ClipSource(string VideoPath, string? KnownLandmarksPath = null);
