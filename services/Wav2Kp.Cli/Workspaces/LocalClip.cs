namespace Wav2Kp.Cli.Workspaces;

/// <summary>A clip's record in a local folder: <c>clips/{id}/clip.json</c>.</summary>
/// <param name="Id">The first 16 hexadecimal digits of the video's SHA-256: the same bytes are one clip.</param>
/// <param name="VideoPath">The video, where it was found; it is not copied.</param>
/// <param name="Work">What was done to it (versions and parameters of the steps); the same work is not done again.</param>
internal sealed record LocalClip(string Id, string VideoPath, string Work, ClipOutcome Outcome);
