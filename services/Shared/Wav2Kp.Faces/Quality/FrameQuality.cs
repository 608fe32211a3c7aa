namespace Wav2Kp.Faces;

/// <summary>How good a frame's face is to learn from, and from where on it is not good enough.</summary>
public static class FrameQuality
{
    /// <summary>Points less sure than this are doubtful.</summary>
    public const float LeastConfidence = 0.4f;

    /// <summary>Pictures more blurred than this are.</summary>
    public const float MostBlur = 0.85f;

    /// <summary>Faces of which more than this share is hidden are.</summary>
    public const float MostOcclusion = 0.3f;

    /// <summary>Heads turned to a side further than this are turned, degrees.</summary>
    public const float MostYaw = 45;

    /// <summary>Heads turned up or down further than this are turned, degrees.</summary>
    public const float MostPitch = 35;

    /// <summary>Heads tilted further than this are turned, degrees.</summary>
    public const float MostRoll = 45;

    // the sharpness of a face half way between sharp and blurred
    private const float MiddleSharpness = 0.012f;

    /// <summary>The blur of a face.</summary>
    /// <param name="sharpness">
    /// The variance of the Laplacian of the aligned face, 96 x 96 pixels for two inter-ocular distances, over the variance of its grey values.
    /// </param>
    /// <returns>1 / (1 + sharpness / 0.012): 0 for sharp, towards 1 for blurred or much enlarged ones.</returns>
    public static float BlurOf(float sharpness) => 1 / (1 + (sharpness / MiddleSharpness));

    internal static FrameFlags FlagsOf(float confidence, float blur, float occlusion, FacePose pose, bool restored) =>
        (confidence < LeastConfidence ? FrameFlags.Doubtful : 0)
        | (blur > MostBlur ? FrameFlags.Blurred : 0)
        | (Math.Abs(pose.Yaw) > MostYaw || Math.Abs(pose.Pitch) > MostPitch || Math.Abs(pose.Roll) > MostRoll ? FrameFlags.Turned : 0)
        | (occlusion > MostOcclusion ? FrameFlags.Hidden : 0)
        | (restored ? FrameFlags.Restored : 0);

    internal static float ScoreOf(float confidence, float blur, float occlusion, FacePose pose, bool restored) =>
        confidence * (1 - (0.5f * blur)) * (1 - occlusion) * MathF.Cos(MathF.Min(80, MathF.Abs(pose.Yaw)) * MathF.PI / 180) * (restored ? 0.3f : 1);
}
