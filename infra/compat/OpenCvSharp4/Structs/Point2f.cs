namespace OpenCvSharp;

/// <summary>A point with 2 coordinates of type float.</summary>
public record struct Point2f(float X, float Y)
{
    /// <summary>X</summary>
    public float X = X;

    /// <summary>Y</summary>
    public float Y = Y;

    /// <summary>The sum.</summary>
    public static Point2f operator +(Point2f p1, Point2f p2) => new(p1.X + p2.X, p1.Y + p2.Y);

    /// <summary>The difference.</summary>
    public static Point2f operator -(Point2f p1, Point2f p2) => new(p1.X - p2.X, p1.Y - p2.Y);

    /// <summary>The opposite.</summary>
    public static Point2f operator -(Point2f pt) => new(-pt.X, -pt.Y);

    /// <summary>The point times a factor.</summary>
    public static Point2f operator *(Point2f pt, double scale) => new((float)(pt.X * scale), (float)(pt.Y * scale));

    /// <summary>Coordinates without their fractions.</summary>
    public static explicit operator Point(Point2f self) => self.ToPoint();

    /// <summary>From whole coordinates.</summary>
    public static implicit operator Point2f(Point point) => new(point.X, point.Y);

    /// <summary>As a vector.</summary>
    public static implicit operator Vec2f(Point2f point) => new(point.X, point.Y);

    /// <summary>From a vector.</summary>
    public static implicit operator Point2f(Vec2f vec) => new(vec.Item0, vec.Item1);

    /// <summary>Coordinates without their fractions.</summary>
    public readonly Point ToPoint() => new((int)X, (int)Y);

    /// <summary>From whole coordinates.</summary>
    public static Point2f FromPoint(Point point) => point;

    /// <summary>As a vector.</summary>
    public readonly Vec2f ToVec2f() => this;

    /// <summary>From a vector.</summary>
    public static Point2f FromVec2f(Vec2f vec) => vec;

    /// <summary>The distance between two points.</summary>
    public static double Distance(Point2f p1, Point2f p2) => Math.Sqrt((((double)p2.X - p1.X) * ((double)p2.X - p1.X)) + (((double)p2.Y - p1.Y) * ((double)p2.Y - p1.Y)));

    /// <summary>The dot product.</summary>
    public static double DotProduct(Point2f p1, Point2f p2) => ((double)p1.X * p2.X) + ((double)p1.Y * p2.Y);

    /// <summary>The length of the cross product, with its sign.</summary>
    public static double CrossProduct(Point2f p1, Point2f p2) => ((double)p1.X * p2.Y) - ((double)p2.X * p1.Y);

    /// <summary>The distance to a point.</summary>
    public readonly double DistanceTo(Point2f p) => Distance(this, p);

    /// <summary>The dot product.</summary>
    public readonly double DotProduct(Point2f p) => DotProduct(this, p);

    /// <summary>The length of the cross product, with its sign.</summary>
    public readonly double CrossProduct(Point2f p) => CrossProduct(this, p);

    /// <summary>The sum.</summary>
    public readonly Point2f Add(Point2f p) => this + p;

    /// <summary>The difference.</summary>
    public readonly Point2f Subtract(Point2f p) => this - p;

    /// <summary>The point times a factor.</summary>
    public readonly Point2f Multiply(double scale) => this * scale;
}
