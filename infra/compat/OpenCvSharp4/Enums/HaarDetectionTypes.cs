namespace OpenCvSharp;

/// <summary>Flags of old cascades. OpenCV's names and values.</summary>
[Flags]
public enum HaarDetectionTypes
{
    DoCannyPruning = 1,
    ScaleImage = 2,
    FindBiggestObject = 4,
    DoRoughSearch = 8,
}
