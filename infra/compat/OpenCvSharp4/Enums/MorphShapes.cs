namespace OpenCvSharp;

/// <summary>Shapes of a structuring element. OpenCV's values.</summary>
public enum MorphShapes
{
    Rect = 0,
    Cross = 1,
    Ellipse = 2,
}
