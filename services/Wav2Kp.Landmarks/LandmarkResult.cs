namespace Wav2Kp.Landmarks;

/// <summary>What is recorded of a clip's landmarks.</summary>
/// <param name="Source">Where the points come from: <c>network:…</c> or <c>known</c>.</param>
/// <param name="Frames">Frames of the clip.</param>
/// <param name="Valid">Frames that show the face.</param>
/// <param name="OtherFaces">The most other faces seen beside it in a frame.</param>
/// <param name="MeanConfidence">The mean confidence of the valid frames, 0 to 1.</param>
/// <param name="Detections">How often the detector ran; every other frame was tracked.</param>
/// <param name="DetectionError">
/// Mean distance of the detected from the known points over the distance of the outer eye corners, where both are there.
/// </param>
internal sealed record LandmarkResult(
    string Source, int Frames, int Valid, int OtherFaces, double MeanConfidence, int Detections, double? DetectionError = null);
