namespace OpenCvSharp;

/// <summary>4 values of type short, as an element of a 4-channel array. Sums and products saturate.</summary>
public record struct Vec4s : IVec<Vec4s, short>
{
    /// <summary>Element 0.</summary>
    public short Item0;

    /// <summary>Element 1.</summary>
    public short Item1;

    /// <summary>Element 2.</summary>
    public short Item2;

    /// <summary>Element 3.</summary>
    public short Item3;

    /// <summary>The values one by one.</summary>
    public Vec4s(short item0, short item1, short item2, short item3)
    {
        Item0 = item0;
        Item1 = item1;
        Item2 = item2;
        Item3 = item3;
    }

    /// <summary>An element by its index.</summary>
    public short this[int i]
    {
        readonly get => i switch
        {
            0 => Item0,
            1 => Item1,
            2 => Item2,
            3 => Item3,
            _ => throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec4s has the elements 0 to 3."),
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
                    throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec4s has the elements 0 to 3.");
            }
        }
    }

    /// <summary>The sum by element.</summary>
    public static Vec4s operator +(Vec4s a, Vec4s b) => a.Add(b);

    /// <summary>The difference by element.</summary>
    public static Vec4s operator -(Vec4s a, Vec4s b) => a.Subtract(b);

    /// <summary>Each element times a factor.</summary>
    public static Vec4s operator *(Vec4s a, double alpha) => a.Multiply(alpha);

    /// <summary>Each element divided by a number.</summary>
    public static Vec4s operator /(Vec4s a, double alpha) => a.Divide(alpha);

    /// <summary>The sum by element.</summary>
    public readonly Vec4s Add(Vec4s other) => new(SaturateCast.ToInt16((double)Item0 + other.Item0), SaturateCast.ToInt16((double)Item1 + other.Item1), SaturateCast.ToInt16((double)Item2 + other.Item2), SaturateCast.ToInt16((double)Item3 + other.Item3));

    /// <summary>The difference by element.</summary>
    public readonly Vec4s Subtract(Vec4s other) => new(SaturateCast.ToInt16((double)Item0 - other.Item0), SaturateCast.ToInt16((double)Item1 - other.Item1), SaturateCast.ToInt16((double)Item2 - other.Item2), SaturateCast.ToInt16((double)Item3 - other.Item3));

    /// <summary>Each element times a factor.</summary>
    public readonly Vec4s Multiply(double alpha) => new(SaturateCast.ToInt16(Item0 * alpha), SaturateCast.ToInt16(Item1 * alpha), SaturateCast.ToInt16(Item2 * alpha), SaturateCast.ToInt16(Item3 * alpha));

    /// <summary>Each element divided by a number.</summary>
    public readonly Vec4s Divide(double alpha) => new(SaturateCast.ToInt16(Item0 / alpha), SaturateCast.ToInt16(Item1 / alpha), SaturateCast.ToInt16(Item2 / alpha), SaturateCast.ToInt16(Item3 / alpha));
}
