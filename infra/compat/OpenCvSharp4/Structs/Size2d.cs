namespace OpenCvSharp;

/// <summary>A width and a height of type double.</summary>
public record struct Size2d(double Width, double Height)
{
    /// <summary>Width.</summary>
    public double Width = Width;

    /// <summary>Height.</summary>
    public double Height = Height;
}
