namespace Wav2Kp.Faces.Synthetic;

/// <summary>A drawn clip.</summary>
/// <param name="VideoPath">The MP4 with its sound.</param>
/// <param name="LandmarksPath">Its known points: a <see cref="LandmarkTrack"/> whose source is <c>known</c>.</param>
/// <param name="Text">What is said.</param>
/// <param name="Speaker">The number of the person who says it.</param>
public sealed record SyntheticClip(string VideoPath, string LandmarksPath, string Text, int Speaker);
