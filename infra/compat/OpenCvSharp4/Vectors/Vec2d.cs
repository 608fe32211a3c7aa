namespace OpenCvSharp;

/// <summary>2 values of type double, as an element of a 2-channel array. Sums and products saturate.</summary>
public record struct Vec2d : IVec<Vec2d, double>
{
    /// <summary>Element 0.</summary>
    public double Item0;

    /// <summary>Element 1.</summary>
    public double Item1;

    /// <summary>The values one by one.</summary>
    public Vec2d(double item0, double item1)
    {
        Item0 = item0;
        Item1 = item1;
    }

    /// <summary>An element by its index.</summary>
    public double this[int i]
    {
        readonly get => i switch
        {
            0 => Item0,
            1 => Item1,
            _ => throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec2d has the elements 0 to 1."),
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
                default:
                    throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec2d has the elements 0 to 1.");
            }
        }
    }

    /// <summary>The sum by element.</summary>
    public static Vec2d operator +(Vec2d a, Vec2d b) => a.Add(b);

    /// <summary>The difference by element.</summary>
    public static Vec2d operator -(Vec2d a, Vec2d b) => a.Subtract(b);

    /// <summary>Each element times a factor.</summary>
    public static Vec2d operator *(Vec2d a, double alpha) => a.Multiply(alpha);

    /// <summary>Each element divided by a number.</summary>
    public static Vec2d operator /(Vec2d a, double alpha) => a.Divide(alpha);

    /// <summary>The sum by element.</summary>
    public readonly Vec2d Add(Vec2d other) => new((double)Item0 + other.Item0, (double)Item1 + other.Item1);

    /// <summary>The difference by element.</summary>
    public readonly Vec2d Subtract(Vec2d other) => new((double)Item0 - other.Item0, (double)Item1 - other.Item1);

    /// <summary>Each element times a factor.</summary>
    public readonly Vec2d Multiply(double alpha) => new(Item0 * alpha, Item1 * alpha);

    /// <summary>Each element divided by a number.</summary>
    public readonly Vec2d Divide(double alpha) => new(Item0 / alpha, Item1 / alpha);
}
