namespace OpenCvSharp;

/// <summary>Axes of a reflection. OpenCV's values.</summary>
public enum FlipMode
{
    X = 0,
    Y = 1,
    XY = -1,
}
