namespace OpenCvSharp;

/// <summary>6 values of type short, as an element of a 6-channel array. Sums and products saturate.</summary>
public record struct Vec6s : IVec<Vec6s, short>
{
    /// <summary>Element 0.</summary>
    public short Item0;

    /// <summary>Element 1.</summary>
    public short Item1;

    /// <summary>Element 2.</summary>
    public short Item2;

    /// <summary>Element 3.</summary>
    public short Item3;

    /// <summary>Element 4.</summary>
    public short Item4;

    /// <summary>Element 5.</summary>
    public short Item5;

    /// <summary>The values one by one.</summary>
    public Vec6s(short item0, short item1, short item2, short item3, short item4, short item5)
    {
        Item0 = item0;
        Item1 = item1;
        Item2 = item2;
        Item3 = item3;
        Item4 = item4;
        Item5 = item5;
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
            4 => Item4,
            5 => Item5,
            _ => throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec6s has the elements 0 to 5."),
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
                case 4:
                    Item4 = value;
                    break;
                case 5:
                    Item5 = value;
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec6s has the elements 0 to 5.");
            }
        }
    }

    /// <summary>The sum by element.</summary>
    public static Vec6s operator +(Vec6s a, Vec6s b) => a.Add(b);

    /// <summary>The difference by element.</summary>
    public static Vec6s operator -(Vec6s a, Vec6s b) => a.Subtract(b);

    /// <summary>Each element times a factor.</summary>
    public static Vec6s operator *(Vec6s a, double alpha) => a.Multiply(alpha);

    /// <summary>Each element divided by a number.</summary>
    public static Vec6s operator /(Vec6s a, double alpha) => a.Divide(alpha);

    /// <summary>The sum by element.</summary>
    public readonly Vec6s Add(Vec6s other) => new(SaturateCast.ToInt16((double)Item0 + other.Item0), SaturateCast.ToInt16((double)Item1 + other.Item1), SaturateCast.ToInt16((double)Item2 + other.Item2), SaturateCast.ToInt16((double)Item3 + other.Item3), SaturateCast.ToInt16((double)Item4 + other.Item4), SaturateCast.ToInt16((double)Item5 + other.Item5));

    /// <summary>The difference by element.</summary>
    public readonly Vec6s Subtract(Vec6s other) => new(SaturateCast.ToInt16((double)Item0 - other.Item0), SaturateCast.ToInt16((double)Item1 - other.Item1), SaturateCast.ToInt16((double)Item2 - other.Item2), SaturateCast.ToInt16((double)Item3 - other.Item3), SaturateCast.ToInt16((double)Item4 - other.Item4), SaturateCast.ToInt16((double)Item5 - other.Item5));

    /// <summary>Each element times a factor.</summary>
    public readonly Vec6s Multiply(double alpha) => new(SaturateCast.ToInt16(Item0 * alpha), SaturateCast.ToInt16(Item1 * alpha), SaturateCast.ToInt16(Item2 * alpha), SaturateCast.ToInt16(Item3 * alpha), SaturateCast.ToInt16(Item4 * alpha), SaturateCast.ToInt16(Item5 * alpha));

    /// <summary>Each element divided by a number.</summary>
    public readonly Vec6s Divide(double alpha) => new(SaturateCast.ToInt16(Item0 / alpha), SaturateCast.ToInt16(Item1 / alpha), SaturateCast.ToInt16(Item2 / alpha), SaturateCast.ToInt16(Item3 / alpha), SaturateCast.ToInt16(Item4 / alpha), SaturateCast.ToInt16(Item5 / alpha));
}
