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
    string Source, int Frames, int Valid, int OtherFaces, double MeanConfidence, int Detections, double? DetectionError = null)
{
    /// <summary>How many faces were followed.</summary>
    public int Faces { get; init; } = 1;

    /// <summary>How the face was chosen among them: <c>alone</c>, <c>size</c> or <c>voice</c>.</summary>
    public string? ChosenBy { get; init; }

    /// <summary>Valid frames with something wrong, which training leaves out.</summary>
    public int Flagged { get; init; }

    /// <summary>Valid frames whose picture the video lacks and that were restored.</summary>
    public int Restored { get; init; }

    /// <summary>The mean blur, 0 to 1.</summary>
    public double MeanBlur { get; init; }

    /// <summary>The mean share of the face that is hidden, 0 to 1.</summary>
    public double MeanOcclusion { get; init; }

    /// <summary>The furthest that the head is turned to a side, degrees.</summary>
    public double MostYaw { get; init; }
}
