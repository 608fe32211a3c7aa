namespace OpenCvSharp;

/// <summary>A rectangle of type double: its top left corner and its size.</summary>
public record struct Rect2d(double X, double Y, double Width, double Height)
{
    /// <summary>Left edge.</summary>
    public double X = X;

    /// <summary>Top edge.</summary>
    public double Y = Y;

    /// <summary>Width.</summary>
    public double Width = Width;

    /// <summary>Height.</summary>
    public double Height = Height;

    /// <summary>From a corner and a size.</summary>
    public Rect2d(Point2d location, Size2d size)
        : this(location.X, location.Y, size.Width, size.Height)
    {
    }

    /// <summary>Top left corner.</summary>
    public readonly Point2d TopLeft => new(X, Y);

    /// <summary>Bottom right corner.</summary>
    public readonly Point2d BottomRight => new(X + Width, Y + Height);
}
