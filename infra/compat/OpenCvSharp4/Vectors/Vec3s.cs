namespace OpenCvSharp;

/// <summary>3 values of type short, as an element of a 3-channel array. Sums and products saturate.</summary>
public record struct Vec3s : IVec<Vec3s, short>
{
    /// <summary>Element 0.</summary>
    public short Item0;

    /// <summary>Element 1.</summary>
    public short Item1;

    /// <summary>Element 2.</summary>
    public short Item2;

    /// <summary>The values one by one.</summary>
    public Vec3s(short item0, short item1, short item2)
    {
        Item0 = item0;
        Item1 = item1;
        Item2 = item2;
    }

    /// <summary>An element by its index.</summary>
    public short this[int i]
    {
        readonly get => i switch
        {
            0 => Item0,
            1 => Item1,
            2 => Item2,
            _ => throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec3s has the elements 0 to 2."),
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
                    throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec3s has the elements 0 to 2.");
            }
        }
    }

    /// <summary>The sum by element.</summary>
    public static Vec3s operator +(Vec3s a, Vec3s b) => a.Add(b);

    /// <summary>The difference by element.</summary>
    public static Vec3s operator -(Vec3s a, Vec3s b) => a.Subtract(b);

    /// <summary>Each element times a factor.</summary>
    public static Vec3s operator *(Vec3s a, double alpha) => a.Multiply(alpha);

    /// <summary>Each element divided by a number.</summary>
    public static Vec3s operator /(Vec3s a, double alpha) => a.Divide(alpha);

    /// <summary>The sum by element.</summary>
    public readonly Vec3s Add(Vec3s other) => new(SaturateCast.ToInt16((double)Item0 + other.Item0), SaturateCast.ToInt16((double)Item1 + other.Item1), SaturateCast.ToInt16((double)Item2 + other.Item2));

    /// <summary>The difference by element.</summary>
    public readonly Vec3s Subtract(Vec3s other) => new(SaturateCast.ToInt16((double)Item0 - other.Item0), SaturateCast.ToInt16((double)Item1 - other.Item1), SaturateCast.ToInt16((double)Item2 - other.Item2));

    /// <summary>Each element times a factor.</summary>
    public readonly Vec3s Multiply(double alpha) => new(SaturateCast.ToInt16(Item0 * alpha), SaturateCast.ToInt16(Item1 * alpha), SaturateCast.ToInt16(Item2 * alpha));

    /// <summary>Each element divided by a number.</summary>
    public readonly Vec3s Divide(double alpha) => new(SaturateCast.ToInt16(Item0 / alpha), SaturateCast.ToInt16(Item1 / alpha), SaturateCast.ToInt16(Item2 / alpha));
}
