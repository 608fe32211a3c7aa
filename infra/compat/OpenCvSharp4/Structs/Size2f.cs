namespace OpenCvSharp;

/// <summary>A width and a height of type float.</summary>
public record struct Size2f(float Width, float Height)
{
    /// <summary>Width.</summary>
    public float Width = Width;

    /// <summary>Height.</summary>
    public float Height = Height;

    /// <summary>Sides in single precision.</summary>
    public Size2f(double width, double height)
        : this((float)width, (float)height)
    {
    }
}
