namespace OpenCvSharp;

/// <summary>A point with 3 coordinates of type double.</summary>
public record struct Point3d(double X, double Y, double Z)
{
    /// <summary>X</summary>
    public double X = X;

    /// <summary>Y</summary>
    public double Y = Y;

    /// <summary>Z</summary>
    public double Z = Z;

    /// <summary>The sum.</summary>
    public static Point3d operator +(Point3d p1, Point3d p2) => new(p1.X + p2.X, p1.Y + p2.Y, p1.Z + p2.Z);

    /// <summary>The difference.</summary>
    public static Point3d operator -(Point3d p1, Point3d p2) => new(p1.X - p2.X, p1.Y - p2.Y, p1.Z - p2.Z);

    /// <summary>The opposite.</summary>
    public static Point3d operator -(Point3d pt) => new(-pt.X, -pt.Y, -pt.Z);

    /// <summary>The point times a factor.</summary>
    public static Point3d operator *(Point3d pt, double scale) => new((pt.X * scale), (pt.Y * scale), (pt.Z * scale));

    /// <summary>The sum.</summary>
    public readonly Point3d Add(Point3d p) => this + p;

    /// <summary>The difference.</summary>
    public readonly Point3d Subtract(Point3d p) => this - p;

    /// <summary>The point times a factor.</summary>
    public readonly Point3d Multiply(double scale) => this * scale;
}
