namespace OpenCvSharp;

/// <summary>Quarter turns. OpenCV's values.</summary>
public enum RotateFlags
{
    Rotate90Clockwise = 0,
    Rotate180 = 1,
    Rotate90Counterclockwise = 2,
}
