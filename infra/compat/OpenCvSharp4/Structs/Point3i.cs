namespace OpenCvSharp;

/// <summary>A point with 3 coordinates of type int.</summary>
public record struct Point3i(int X, int Y, int Z)
{
    /// <summary>X</summary>
    public int X = X;

    /// <summary>Y</summary>
    public int Y = Y;

    /// <summary>Z</summary>
    public int Z = Z;

    /// <summary>The sum.</summary>
    public static Point3i operator +(Point3i p1, Point3i p2) => new(p1.X + p2.X, p1.Y + p2.Y, p1.Z + p2.Z);

    /// <summary>The difference.</summary>
    public static Point3i operator -(Point3i p1, Point3i p2) => new(p1.X - p2.X, p1.Y - p2.Y, p1.Z - p2.Z);

    /// <summary>The opposite.</summary>
    public static Point3i operator -(Point3i pt) => new(-pt.X, -pt.Y, -pt.Z);

    /// <summary>The point times a factor.</summary>
    public static Point3i operator *(Point3i pt, double scale) => new((int)(pt.X * scale), (int)(pt.Y * scale), (int)(pt.Z * scale));

    /// <summary>The sum.</summary>
    public readonly Point3i Add(Point3i p) => this + p;

    /// <summary>The difference.</summary>
    public readonly Point3i Subtract(Point3i p) => this - p;

    /// <summary>The point times a factor.</summary>
    public readonly Point3i Multiply(double scale) => this * scale;
}
