namespace OpenCvSharp;

/// <summary>A point with 2 coordinates of type double.</summary>
public record struct Point2d(double X, double Y)
{
    /// <summary>X</summary>
    public double X = X;

    /// <summary>Y</summary>
    public double Y = Y;

    /// <summary>The sum.</summary>
    public static Point2d operator +(Point2d p1, Point2d p2) => new(p1.X + p2.X, p1.Y + p2.Y);

    /// <summary>The difference.</summary>
    public static Point2d operator -(Point2d p1, Point2d p2) => new(p1.X - p2.X, p1.Y - p2.Y);

    /// <summary>The opposite.</summary>
    public static Point2d operator -(Point2d pt) => new(-pt.X, -pt.Y);

    /// <summary>The point times a factor.</summary>
    public static Point2d operator *(Point2d pt, double scale) => new((pt.X * scale), (pt.Y * scale));

    /// <summary>Coordinates without their fractions.</summary>
    public static explicit operator Point(Point2d self) => new((int)self.X, (int)self.Y);

    /// <summary>From whole coordinates.</summary>
    public static implicit operator Point2d(Point point) => new(point.X, point.Y);

    /// <summary>The distance between two points.</summary>
    public static double Distance(Point2d p1, Point2d p2) => Math.Sqrt((((double)p2.X - p1.X) * ((double)p2.X - p1.X)) + (((double)p2.Y - p1.Y) * ((double)p2.Y - p1.Y)));

    /// <summary>The dot product.</summary>
    public static double DotProduct(Point2d p1, Point2d p2) => ((double)p1.X * p2.X) + ((double)p1.Y * p2.Y);

    /// <summary>The length of the cross product, with its sign.</summary>
    public static double CrossProduct(Point2d p1, Point2d p2) => ((double)p1.X * p2.Y) - ((double)p2.X * p1.Y);

    /// <summary>The distance to a point.</summary>
    public readonly double DistanceTo(Point2d p) => Distance(this, p);

    /// <summary>The dot product.</summary>
    public readonly double DotProduct(Point2d p) => DotProduct(this, p);

    /// <summary>The length of the cross product, with its sign.</summary>
    public readonly double CrossProduct(Point2d p) => CrossProduct(this, p);

    /// <summary>The sum.</summary>
    public readonly Point2d Add(Point2d p) => this + p;

    /// <summary>The difference.</summary>
    public readonly Point2d Subtract(Point2d p) => this - p;

    /// <summary>The point times a factor.</summary>
    public readonly Point2d Multiply(double scale) => this * scale;
}
