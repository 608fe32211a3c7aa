namespace OpenCvSharp;

/// <summary>What lies beyond the edge of an image. OpenCV's names and values.</summary>
public enum BorderTypes
{
    Constant = 0,
    Replicate = 1,
    Reflect = 2,
    Wrap = 3,
    Reflect101 = 4,
    Default = 4,
    Transparent = 5,
    Isolated = 16,
}
