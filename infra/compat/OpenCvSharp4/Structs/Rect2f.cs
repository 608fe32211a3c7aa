namespace OpenCvSharp;

/// <summary>A rectangle of type float: its top left corner and its size.</summary>
public record struct Rect2f(float X, float Y, float Width, float Height)
{
    /// <summary>Left edge.</summary>
    public float X = X;

    /// <summary>Top edge.</summary>
    public float Y = Y;

    /// <summary>Width.</summary>
    public float Width = Width;

    /// <summary>Height.</summary>
    public float Height = Height;

    /// <summary>From a corner and a size.</summary>
    public Rect2f(Point2f location, Size2f size)
        : this(location.X, location.Y, size.Width, size.Height)
    {
    }

    /// <summary>Top left corner.</summary>
    public readonly Point2f TopLeft => new(X, Y);

    /// <summary>Bottom right corner.</summary>
    public readonly Point2f BottomRight => new(X + Width, Y + Height);
}
