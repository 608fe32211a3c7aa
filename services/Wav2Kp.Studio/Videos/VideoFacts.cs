using Wav2Kp.Media;
using Api = Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Videos;

/// <summary>A video with what was found out about it.</summary>
/// <param name="Video">As the API shows it.</param>
/// <param name="Media">Its streams; null until it was analysed.</param>
/// <param name="Landmarks">Its frames; null until they were looked at.</param>
public sealed record VideoFacts(Api.Video Video, MediaInfo? Media, LandmarkFigures? Landmarks);
