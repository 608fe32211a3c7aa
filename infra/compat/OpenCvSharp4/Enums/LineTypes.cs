namespace OpenCvSharp;

/// <summary>How lines are drawn. OpenCV's names and values.</summary>
public enum LineTypes
{
    Link4 = 4,
    Link8 = 8,
    AntiAlias = 16,
}
