namespace OpenCvSharp;

/// <summary>3 values of type double, as an element of a 3-channel array. Sums and products saturate.</summary>
public record struct Vec3d : IVec<Vec3d, double>
{
    /// <summary>Element 0.</summary>
    public double Item0;

    /// <summary>Element 1.</summary>
    public double Item1;

    /// <summary>Element 2.</summary>
    public double Item2;

    /// <summary>The values one by one.</summary>
    public Vec3d(double item0, double item1, double item2)
    {
        Item0 = item0;
        Item1 = item1;
        Item2 = item2;
    }

    /// <summary>An element by its index.</summary>
    public double this[int i]
    {
        readonly get => i switch
        {
            0 => Item0,
            1 => Item1,
            2 => Item2,
            _ => throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec3d has the elements 0 to 2."),
        };
        set
        {
            switch (i)
            {
                case 0:
                    Item0 = value;
                    break;
                case 1:
                    Item1 = value;
                    break;
                case 2:
                    Item2 = value;
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec3d has the elements 0 to 2.");
            }
        }
    }

    /// <summary>The sum by element.</summary>
    public static Vec3d operator +(Vec3d a, Vec3d b) => a.Add(b);

    /// <summary>The difference by element.</summary>
    public static Vec3d operator -(Vec3d a, Vec3d b) => a.Subtract(b);

    /// <summary>Each element times a factor.</summary>
    public static Vec3d operator *(Vec3d a, double alpha) => a.Multiply(alpha);

    /// <summary>Each element divided by a number.</summary>
    public static Vec3d operator /(Vec3d a, double alpha) => a.Divide(alpha);

    /// <summary>The sum by element.</summary>
    public readonly Vec3d Add(Vec3d other) => new((double)Item0 + other.Item0, (double)Item1 + other.Item1, (double)Item2 + other.Item2);

    /// <summary>The difference by element.</summary>
    public readonly Vec3d Subtract(Vec3d other) => new((double)Item0 - other.Item0, (double)Item1 - other.Item1, (double)Item2 - other.Item2);

    /// <summary>Each element times a factor.</summary>
    public readonly Vec3d Multiply(double alpha) => new(Item0 * alpha, Item1 * alpha, Item2 * alpha);

    /// <summary>Each element divided by a number.</summary>
    public readonly Vec3d Divide(double alpha) => new(Item0 / alpha, Item1 / alpha, Item2 / alpha);
}
