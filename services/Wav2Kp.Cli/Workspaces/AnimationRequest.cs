namespace Wav2Kp.Cli.Workspaces;

/// <summary>A sentence to animate.</summary>
/// <param name="AudioPath">Any audio file, or a video for its track; or <paramref name="AudioClipId"/>.</param>
/// <param name="FacePath">A portrait or a video of the face; or <paramref name="FaceClipId"/>; neither for the model's mean face.</param>
internal sealed record AnimationRequest(string ModelId, string? AudioPath = null, string? AudioClipId = null, string? FacePath = null, string? FaceClipId = null);
