namespace OpenCvSharp;

/// <summary>4 values of type double, as an element of a 4-channel array. Sums and products saturate.</summary>
public record struct Vec4d : IVec<Vec4d, double>
{
    /// <summary>Element 0.</summary>
    public double Item0;

    /// <summary>Element 1.</summary>
    public double Item1;

    /// <summary>Element 2.</summary>
    public double Item2;

    /// <summary>Element 3.</summary>
    public double Item3;

    /// <summary>The values one by one.</summary>
    public Vec4d(double item0, double item1, double item2, double item3)
    {
        Item0 = item0;
        Item1 = item1;
        Item2 = item2;
        Item3 = item3;
    }

    /// <summary>An element by its index.</summary>
    public double this[int i]
    {
        readonly get => i switch
        {
            0 => Item0,
            1 => Item1,
            2 => Item2,
            3 => Item3,
            _ => throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec4d has the elements 0 to 3."),
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
                case 3:
                    Item3 = value;
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec4d has the elements 0 to 3.");
            }
        }
    }

    /// <summary>The sum by element.</summary>
    public static Vec4d operator +(Vec4d a, Vec4d b) => a.Add(b);

    /// <summary>The difference by element.</summary>
    public static Vec4d operator -(Vec4d a, Vec4d b) => a.Subtract(b);

    /// <summary>Each element times a factor.</summary>
    public static Vec4d operator *(Vec4d a, double alpha) => a.Multiply(alpha);

    /// <summary>Each element divided by a number.</summary>
    public static Vec4d operator /(Vec4d a, double alpha) => a.Divide(alpha);

    /// <summary>The sum by element.</summary>
    public readonly Vec4d Add(Vec4d other) => new((double)Item0 + other.Item0, (double)Item1 + other.Item1, (double)Item2 + other.Item2, (double)Item3 + other.Item3);

    /// <summary>The difference by element.</summary>
    public readonly Vec4d Subtract(Vec4d other) => new((double)Item0 - other.Item0, (double)Item1 - other.Item1, (double)Item2 - other.Item2, (double)Item3 - other.Item3);

    /// <summary>Each element times a factor.</summary>
    public readonly Vec4d Multiply(double alpha) => new(Item0 * alpha, Item1 * alpha, Item2 * alpha, Item3 * alpha);

    /// <summary>Each element divided by a number.</summary>
    public readonly Vec4d Divide(double alpha) => new(Item0 / alpha, Item1 / alpha, Item2 / alpha, Item3 / alpha);
}
