namespace Wav2Kp.Faces;

/// <summary>What was found in a clip.</summary>
/// <param name="Frames">Frames of the clip.</param>
/// <param name="Valid">Frames that show the face.</param>
/// <param name="OtherFaces">The most other faces seen beside it in a frame.</param>
/// <param name="MeanConfidence">The mean confidence of the valid frames, 0 to 1.</param>
/// <param name="Detections">How often the detector ran; every other frame was tracked.</param>
public sealed record LandmarkSummary(int Frames, int Valid, int OtherFaces, double MeanConfidence, int Detections);
