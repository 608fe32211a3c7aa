namespace OpenCvSharp;

/// <summary>A point with 3 coordinates of type float.</summary>
public record struct Point3f(float X, float Y, float Z)
{
    /// <summary>X</summary>
    public float X = X;

    /// <summary>Y</summary>
    public float Y = Y;

    /// <summary>Z</summary>
    public float Z = Z;

    /// <summary>The sum.</summary>
    public static Point3f operator +(Point3f p1, Point3f p2) => new(p1.X + p2.X, p1.Y + p2.Y, p1.Z + p2.Z);

    /// <summary>The difference.</summary>
    public static Point3f operator -(Point3f p1, Point3f p2) => new(p1.X - p2.X, p1.Y - p2.Y, p1.Z - p2.Z);

    /// <summary>The opposite.</summary>
    public static Point3f operator -(Point3f pt) => new(-pt.X, -pt.Y, -pt.Z);

    /// <summary>The point times a factor.</summary>
    public static Point3f operator *(Point3f pt, double scale) => new((float)(pt.X * scale), (float)(pt.Y * scale), (float)(pt.Z * scale));

    /// <summary>The sum.</summary>
    public readonly Point3f Add(Point3f p) => this + p;

    /// <summary>The difference.</summary>
    public readonly Point3f Subtract(Point3f p) => this - p;

    /// <summary>The point times a factor.</summary>
    public readonly Point3f Multiply(double scale) => this * scale;
}
