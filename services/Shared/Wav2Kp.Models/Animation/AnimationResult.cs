using Wav2Kp.Media;

namespace Wav2Kp.Models;

/// <summary>What an animation made.</summary>
/// <param name="KeypointsPath"><c>keypoints.safetensors</c>: <c>points</c> [frames, 68, 2] px, <c>timestamps</c> [frames] s.</param>
/// <param name="CsvPath"><c>keypoints.csv</c>: a line for each frame.</param>
/// <param name="JsonPath"><c>keypoints.json</c>: one object, the numbers those of the tensors.</param>
/// <param name="PreviewPath"><c>preview.mp4</c>, if it was asked for.</param>
/// <param name="Frames">Frames.</param>
/// <param name="FrameRate">Frames per second, exactly.</param>
/// <param name="Duration">The speech's length in seconds, exactly.</param>
public sealed record AnimationResult(string KeypointsPath, string CsvPath, string JsonPath, string? PreviewPath, int Frames, Rational FrameRate, Rational Duration);
