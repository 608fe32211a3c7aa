namespace OpenCvSharp;

/// <summary>3 values of type int, as an element of a 3-channel array. Sums and products saturate.</summary>
public record struct Vec3i : IVec<Vec3i, int>
{
    /// <summary>Element 0.</summary>
    public int Item0;

    /// <summary>Element 1.</summary>
    public int Item1;

    /// <summary>Element 2.</summary>
    public int Item2;

    /// <summary>The values one by one.</summary>
    public Vec3i(int item0, int item1, int item2)
    {
        Item0 = item0;
        Item1 = item1;
        Item2 = item2;
    }

    /// <summary>An element by its index.</summary>
    public int this[int i]
    {
        readonly get => i switch
        {
            0 => Item0,
            1 => Item1,
            2 => Item2,
            _ => throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec3i has the elements 0 to 2."),
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
                    throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec3i has the elements 0 to 2.");
            }
        }
    }

    /// <summary>The sum by element.</summary>
    public static Vec3i operator +(Vec3i a, Vec3i b) => a.Add(b);

    /// <summary>The difference by element.</summary>
    public static Vec3i operator -(Vec3i a, Vec3i b) => a.Subtract(b);

    /// <summary>Each element times a factor.</summary>
    public static Vec3i operator *(Vec3i a, double alpha) => a.Multiply(alpha);

    /// <summary>Each element divided by a number.</summary>
    public static Vec3i operator /(Vec3i a, double alpha) => a.Divide(alpha);

    /// <summary>The sum by element.</summary>
    public readonly Vec3i Add(Vec3i other) => new(SaturateCast.ToInt32((double)Item0 + other.Item0), SaturateCast.ToInt32((double)Item1 + other.Item1), SaturateCast.ToInt32((double)Item2 + other.Item2));

    /// <summary>The difference by element.</summary>
    public readonly Vec3i Subtract(Vec3i other) => new(SaturateCast.ToInt32((double)Item0 - other.Item0), SaturateCast.ToInt32((double)Item1 - other.Item1), SaturateCast.ToInt32((double)Item2 - other.Item2));

    /// <summary>Each element times a factor.</summary>
    public readonly Vec3i Multiply(double alpha) => new(SaturateCast.ToInt32(Item0 * alpha), SaturateCast.ToInt32(Item1 * alpha), SaturateCast.ToInt32(Item2 * alpha));

    /// <summary>Each element divided by a number.</summary>
    public readonly Vec3i Divide(double alpha) => new(SaturateCast.ToInt32(Item0 / alpha), SaturateCast.ToInt32(Item1 / alpha), SaturateCast.ToInt32(Item2 / alpha));
}
