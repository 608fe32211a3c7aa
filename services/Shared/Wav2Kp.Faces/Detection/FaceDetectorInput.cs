namespace Wav2Kp.Faces;

/// <summary>What the face detector's training and use have to agree on.</summary>
internal static class FaceDetectorInput
{
    /// <summary>The picture's pixels per cell of the network's answer.</summary>
    public const int Stride = 8;

    /// <summary>Width and height of the network's input are multiples of this.</summary>
    public const int Multiple = 32;

    /// <summary>The size whose logarithm is zero, pixels.</summary>
    public const float UnitSize = 32;

    /// <summary>The middle of the pixels' values and half of their range.</summary>
    public const float Middle = 127.5f;

    /// <summary>A pixel's value as the network takes it, −1 to 1.</summary>
    public static float Scaled(byte value) => (value - Middle) / Middle;
}
