namespace Wav2Kp.Studio.Videos;

/// <summary>What the Landmarks service says of a clip's frames.</summary>
/// <param name="Frames">All of them.</param>
/// <param name="Valid">Those with a face.</param>
/// <param name="Flagged">Those with a face that is doubtful, blurred, turned or hidden.</param>
/// <param name="Restored">Those whose points came from their neighbours'.</param>
/// <param name="OtherFaces">Faces that are not the speaker's.</param>
/// <param name="MeanConfidence">0 to 1.</param>
/// <param name="MeanBlur">0 to 1.</param>
/// <param name="MeanOcclusion">0 to 1.</param>
/// <param name="MostYaw">The furthest turn to a side, in degrees.</param>
public sealed record LandmarkFigures(
    long Frames, long Valid, long Flagged = 0, long Restored = 0, int OtherFaces = 0, double? MeanConfidence = null, double? MeanBlur = null, double? MeanOcclusion = null, double? MostYaw = null)
{
    /// <summary>The share of frames with a face that training uses.</summary>
    public double Good => Frames == 0 ? 0 : Math.Max(0, Valid - Flagged) / (double)Frames;
}
