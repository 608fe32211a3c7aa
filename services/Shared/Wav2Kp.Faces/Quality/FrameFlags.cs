namespace Wav2Kp.Faces;

/// <summary>What is wrong with the face in a frame; 0 where nothing is. Such frames are kept and marked, and training leaves them out.</summary>
[Flags]
public enum FrameFlags : byte
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>The points are not sure: the confidence is below <see cref="FrameQuality.LeastConfidence"/>.</summary>
    Doubtful = 1,

    /// <summary>The picture is blurred, or the face is too small: the blur is above <see cref="FrameQuality.MostBlur"/>.</summary>
    Blurred = 2,

    /// <summary>The head is turned or tilted further than <see cref="FrameQuality.MostYaw"/>, <see cref="FrameQuality.MostPitch"/> or <see cref="FrameQuality.MostRoll"/>.</summary>
    Turned = 4,

    /// <summary>Something hides a part of the face: the occlusion is above <see cref="FrameQuality.MostOcclusion"/>.</summary>
    Hidden = 8,

    /// <summary>The video lacks this frame's picture, which was restored from its differences to a later one: the lips may be off.</summary>
    Restored = 16,
}
