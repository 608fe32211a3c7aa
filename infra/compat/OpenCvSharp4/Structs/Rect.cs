namespace OpenCvSharp;

/// <summary>A rectangle of pixels: its top left corner and its size.</summary>
public record struct Rect(int X, int Y, int Width, int Height)
{
    /// <summary>Left edge.</summary>
    public int X = X;

    /// <summary>Top edge.</summary>
    public int Y = Y;

    /// <summary>Width.</summary>
    public int Width = Width;

    /// <summary>Height.</summary>
    public int Height = Height;

    /// <summary>From a corner and a size.</summary>
    public Rect(Point location, Size size)
        : this(location.X, location.Y, size.Width, size.Height)
    {
    }

    /// <summary>Top edge.</summary>
    public int Top
    {
        readonly get => Y;
        set => Y = value;
    }

    /// <summary>The row below the last one.</summary>
    public readonly int Bottom => Y + Height;

    /// <summary>Left edge.</summary>
    public int Left
    {
        readonly get => X;
        set => X = value;
    }

    /// <summary>The column right of the last one.</summary>
    public readonly int Right => X + Width;

    /// <summary>Top left corner.</summary>
    public Point Location
    {
        readonly get => new(X, Y);
        set => (X, Y) = (value.X, value.Y);
    }

    /// <summary>Width and height.</summary>
    public Size Size
    {
        readonly get => new(Width, Height);
        set => (Width, Height) = (value.Width, value.Height);
    }

    /// <summary>Top left corner.</summary>
    public readonly Point TopLeft => new(X, Y);

    /// <summary>Bottom right corner, just outside.</summary>
    public readonly Point BottomRight => new(X + Width, Y + Height);

    /// <summary>From the four edges.</summary>
    /// <exception cref="ArgumentException">The right or bottom edge lies before the left or top one.</exception>
    public static Rect FromLTRB(int left, int top, int right, int bottom) =>
        right < left ? throw new ArgumentException("The right edge lies left of the left one.", nameof(right))
        : bottom < top ? throw new ArgumentException("The bottom edge lies above the top one.", nameof(bottom))
        : new Rect(left, top, right - left, bottom - top);

    /// <summary>Moved.</summary>
    public static Rect operator +(Rect rect, Point pt) => new(rect.X + pt.X, rect.Y + pt.Y, rect.Width, rect.Height);

    /// <summary>Moved back.</summary>
    public static Rect operator -(Rect rect, Point pt) => new(rect.X - pt.X, rect.Y - pt.Y, rect.Width, rect.Height);

    /// <summary>Grown to the right and below.</summary>
    public static Rect operator +(Rect rect, Size size) => new(rect.X, rect.Y, rect.Width + size.Width, rect.Height + size.Height);

    /// <summary>Shrunk from the right and below.</summary>
    public static Rect operator -(Rect rect, Size size) => new(rect.X, rect.Y, rect.Width - size.Width, rect.Height - size.Height);

    /// <summary>What both cover; empty when nothing.</summary>
    public static Rect operator &(Rect a, Rect b) => Intersect(a, b);

    /// <summary>The smallest rectangle around both.</summary>
    public static Rect operator |(Rect a, Rect b) => Union(a, b);

    /// <summary>The rectangle grown on all sides.</summary>
    public static Rect Inflate(Rect rect, int x, int y)
    {
        rect.Inflate(x, y);
        return rect;
    }

    /// <summary>What both cover; empty when nothing.</summary>
    public static Rect Intersect(Rect a, Rect b)
    {
        int left = Math.Max(a.X, b.X);
        int top = Math.Max(a.Y, b.Y);
        int right = Math.Min(a.Right, b.Right);
        int bottom = Math.Min(a.Bottom, b.Bottom);
        return right >= left && bottom >= top ? new Rect(left, top, right - left, bottom - top) : default;
    }

    /// <summary>The smallest rectangle around both.</summary>
    public static Rect Union(Rect a, Rect b)
    {
        int left = Math.Min(a.X, b.X);
        int top = Math.Min(a.Y, b.Y);
        return new Rect(left, top, Math.Max(a.Right, b.Right) - left, Math.Max(a.Bottom, b.Bottom) - top);
    }

    /// <summary>Moved.</summary>
    public readonly Rect Add(Point pt) => this + pt;

    /// <summary>Moved back.</summary>
    public readonly Rect Subtract(Point pt) => this - pt;

    /// <summary>Grown to the right and below.</summary>
    public readonly Rect Add(Size size) => this + size;

    /// <summary>Shrunk from the right and below.</summary>
    public readonly Rect Subtract(Size size) => this - size;

    /// <summary>Whether a pixel lies inside.</summary>
    public readonly bool Contains(int x, int y) => X <= x && Y <= y && x < Right && y < Bottom;

    /// <summary>Whether a pixel lies inside.</summary>
    public readonly bool Contains(Point pt) => Contains(pt.X, pt.Y);

    /// <summary>Whether a rectangle lies inside.</summary>
    public readonly bool Contains(Rect rect) => X <= rect.X && rect.Right <= Right && Y <= rect.Y && rect.Bottom <= Bottom;

    /// <summary>Grows on all sides.</summary>
    public void Inflate(int width, int height)
    {
        X -= width;
        Y -= height;
        Width += 2 * width;
        Height += 2 * height;
    }

    /// <summary>Grows on all sides.</summary>
    public void Inflate(Size size) => Inflate(size.Width, size.Height);

    /// <summary>What both cover; empty when nothing.</summary>
    public readonly Rect Intersect(Rect rect) => Intersect(this, rect);

    /// <summary>Whether both cover a pixel.</summary>
    public readonly bool IntersectsWith(Rect rect) => X < rect.Right && rect.X < Right && Y < rect.Bottom && rect.Y < Bottom;

    /// <summary>The smallest rectangle around both.</summary>
    public readonly Rect Union(Rect rect) => Union(this, rect);
}
