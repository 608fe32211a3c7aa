namespace OpenCvSharp;

/// <summary>A width and a height in pixels.</summary>
public record struct Size(int Width, int Height)
{
    /// <summary>Width.</summary>
    public int Width = Width;

    /// <summary>Height.</summary>
    public int Height = Height;

    /// <summary>Sides without their fractions.</summary>
    public Size(double width, double height)
        : this((int)width, (int)height)
    {
    }

    /// <summary>Sides without their fractions.</summary>
    public static explicit operator Size(Size2d size) => new(size.Width, size.Height);

    /// <summary>Sides without their fractions.</summary>
    public static explicit operator Size(Size2f size) => new(size.Width, size.Height);
}
