namespace Wav2Kp.Faces;

/// <summary>What was found in a clip.</summary>
/// <param name="Frames">Frames of the clip.</param>
/// <param name="Valid">Frames that show the face.</param>
/// <param name="OtherFaces">The most other faces seen beside it in a frame.</param>
/// <param name="MeanConfidence">The mean confidence of the valid frames, 0 to 1.</param>
/// <param name="Detections">How often the detector ran; every other frame was tracked.</param>
public sealed record LandmarkSummary(int Frames, int Valid, int OtherFaces, double MeanConfidence, int Detections)
{
    /// <summary>How many faces were followed, this one among them.</summary>
    public int Faces { get; init; } = 1;

    /// <summary>How this face was chosen among them: <c>alone</c>, <c>size</c> or <c>voice</c>.</summary>
    public string ChosenBy { get; init; } = "alone";

    /// <summary>Valid frames with something wrong (<see cref="FrameFlags"/>), which training leaves out.</summary>
    public int Flagged { get; init; }

    /// <summary>Valid frames whose picture the video lacks and that were restored.</summary>
    public int Restored { get; init; }

    /// <summary>The mean blur of the valid frames, 0 to 1.</summary>
    public double MeanBlur { get; init; }

    /// <summary>The mean share of the face that is hidden in the valid frames, 0 to 1.</summary>
    public double MeanOcclusion { get; init; }

    /// <summary>The furthest that the head is turned to a side in a valid frame, degrees.</summary>
    public double MostYaw { get; init; }
}
