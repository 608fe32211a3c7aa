namespace OpenCvSharp;

/// <summary>A point with 2 coordinates of type int.</summary>
public record struct Point(int X, int Y)
{
    /// <summary>X</summary>
    public int X = X;

    /// <summary>Y</summary>
    public int Y = Y;

    /// <summary>The sum.</summary>
    public static Point operator +(Point p1, Point p2) => new(p1.X + p2.X, p1.Y + p2.Y);

    /// <summary>The difference.</summary>
    public static Point operator -(Point p1, Point p2) => new(p1.X - p2.X, p1.Y - p2.Y);

    /// <summary>The opposite.</summary>
    public static Point operator -(Point pt) => new(-pt.X, -pt.Y);

    /// <summary>The point times a factor.</summary>
    public static Point operator *(Point pt, double scale) => new((int)(pt.X * scale), (int)(pt.Y * scale));

    /// <summary>Coordinates without their fractions.</summary>
    public Point(double x, double y)
        : this((int)x, (int)y)
    {
    }

    /// <summary>As a vector.</summary>
    public static implicit operator Vec2i(Point point) => new(point.X, point.Y);

    /// <summary>From a vector.</summary>
    public static implicit operator Point(Vec2i vec) => new(vec.Item0, vec.Item1);

    /// <summary>As a vector.</summary>
    public readonly Vec2i ToVec2i() => this;

    /// <summary>From a vector.</summary>
    public static Point FromVec2i(Vec2i vec) => vec;

    /// <summary>The distance between two points.</summary>
    public static double Distance(Point p1, Point p2) => Math.Sqrt((((double)p2.X - p1.X) * ((double)p2.X - p1.X)) + (((double)p2.Y - p1.Y) * ((double)p2.Y - p1.Y)));

    /// <summary>The dot product.</summary>
    public static double DotProduct(Point p1, Point p2) => ((double)p1.X * p2.X) + ((double)p1.Y * p2.Y);

    /// <summary>The length of the cross product, with its sign.</summary>
    public static double CrossProduct(Point p1, Point p2) => ((double)p1.X * p2.Y) - ((double)p2.X * p1.Y);

    /// <summary>The distance to a point.</summary>
    public readonly double DistanceTo(Point p) => Distance(this, p);

    /// <summary>The dot product.</summary>
    public readonly double DotProduct(Point p) => DotProduct(this, p);

    /// <summary>The length of the cross product, with its sign.</summary>
    public readonly double CrossProduct(Point p) => CrossProduct(this, p);

    /// <summary>The sum.</summary>
    public readonly Point Add(Point p) => this + p;

    /// <summary>The difference.</summary>
    public readonly Point Subtract(Point p) => this - p;

    /// <summary>The point times a factor.</summary>
    public readonly Point Multiply(double scale) => this * scale;
}
