namespace OpenCvSharp;

/// <summary>2 values of type int, as an element of a 2-channel array. Sums and products saturate.</summary>
public record struct Vec2i : IVec<Vec2i, int>
{
    /// <summary>Element 0.</summary>
    public int Item0;

    /// <summary>Element 1.</summary>
    public int Item1;

    /// <summary>The values one by one.</summary>
    public Vec2i(int item0, int item1)
    {
        Item0 = item0;
        Item1 = item1;
    }

    /// <summary>An element by its index.</summary>
    public int this[int i]
    {
        readonly get => i switch
        {
            0 => Item0,
            1 => Item1,
            _ => throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec2i has the elements 0 to 1."),
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
                    throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec2i has the elements 0 to 1.");
            }
        }
    }

    /// <summary>The sum by element.</summary>
    public static Vec2i operator +(Vec2i a, Vec2i b) => a.Add(b);

    /// <summary>The difference by element.</summary>
    public static Vec2i operator -(Vec2i a, Vec2i b) => a.Subtract(b);

    /// <summary>Each element times a factor.</summary>
    public static Vec2i operator *(Vec2i a, double alpha) => a.Multiply(alpha);

    /// <summary>Each element divided by a number.</summary>
    public static Vec2i operator /(Vec2i a, double alpha) => a.Divide(alpha);

    /// <summary>The sum by element.</summary>
    public readonly Vec2i Add(Vec2i other) => new(SaturateCast.ToInt32((double)Item0 + other.Item0), SaturateCast.ToInt32((double)Item1 + other.Item1));

    /// <summary>The difference by element.</summary>
    public readonly Vec2i Subtract(Vec2i other) => new(SaturateCast.ToInt32((double)Item0 - other.Item0), SaturateCast.ToInt32((double)Item1 - other.Item1));

    /// <summary>Each element times a factor.</summary>
    public readonly Vec2i Multiply(double alpha) => new(SaturateCast.ToInt32(Item0 * alpha), SaturateCast.ToInt32(Item1 * alpha));

    /// <summary>Each element divided by a number.</summary>
    public readonly Vec2i Divide(double alpha) => new(SaturateCast.ToInt32(Item0 / alpha), SaturateCast.ToInt32(Item1 / alpha));
}
