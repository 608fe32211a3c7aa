namespace Wav2Kp.Faces;

/// <summary>A face in a finished frame.</summary>
/// <param name="Points">Its 136 numbers, filtered in time, pixels.</param>
/// <param name="Confidence">How sure the points are, 0 to 1.</param>
/// <param name="Blur">0 for a sharp picture, towards 1 for a blurred one.</param>
/// <param name="Occlusion">The share of the face that does not look as it does in the rest of the clip, 0 to 1.</param>
/// <param name="Pose">Where the head is turned.</param>
/// <param name="Restored">Whether the frame's picture had to be restored.</param>
internal sealed record FaceFrame(float[] Points, float Confidence, float Blur, float Occlusion, FacePose Pose, bool Restored)
{
    /// <summary>What is wrong with it.</summary>
    public FrameFlags Flags => FrameQuality.FlagsOf(Confidence, Blur, Occlusion, Pose, Restored);

    /// <summary>0 for a bad frame to 1 for a good one.</summary>
    public float Score => FrameQuality.ScoreOf(Confidence, Blur, Occlusion, Pose, Restored);
}
