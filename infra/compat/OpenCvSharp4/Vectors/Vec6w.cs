namespace OpenCvSharp;

/// <summary>6 values of type ushort, as an element of a 6-channel array. Sums and products saturate.</summary>
public record struct Vec6w : IVec<Vec6w, ushort>
{
    /// <summary>Element 0.</summary>
    public ushort Item0;

    /// <summary>Element 1.</summary>
    public ushort Item1;

    /// <summary>Element 2.</summary>
    public ushort Item2;

    /// <summary>Element 3.</summary>
    public ushort Item3;

    /// <summary>Element 4.</summary>
    public ushort Item4;

    /// <summary>Element 5.</summary>
    public ushort Item5;

    /// <summary>The values one by one.</summary>
    public Vec6w(ushort item0, ushort item1, ushort item2, ushort item3, ushort item4, ushort item5)
    {
        Item0 = item0;
        Item1 = item1;
        Item2 = item2;
        Item3 = item3;
        Item4 = item4;
        Item5 = item5;
    }

    /// <summary>An element by its index.</summary>
    public ushort this[int i]
    {
        readonly get => i switch
        {
            0 => Item0,
            1 => Item1,
            2 => Item2,
            3 => Item3,
            4 => Item4,
            5 => Item5,
            _ => throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec6w has the elements 0 to 5."),
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
                    throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec6w has the elements 0 to 5.");
            }
        }
    }

    /// <summary>The sum by element.</summary>
    public static Vec6w operator +(Vec6w a, Vec6w b) => a.Add(b);

    /// <summary>The difference by element.</summary>
    public static Vec6w operator -(Vec6w a, Vec6w b) => a.Subtract(b);

    /// <summary>Each element times a factor.</summary>
    public static Vec6w operator *(Vec6w a, double alpha) => a.Multiply(alpha);

    /// <summary>Each element divided by a number.</summary>
    public static Vec6w operator /(Vec6w a, double alpha) => a.Divide(alpha);

    /// <summary>The sum by element.</summary>
    public readonly Vec6w Add(Vec6w other) => new(SaturateCast.ToUInt16((double)Item0 + other.Item0), SaturateCast.ToUInt16((double)Item1 + other.Item1), SaturateCast.ToUInt16((double)Item2 + other.Item2), SaturateCast.ToUInt16((double)Item3 + other.Item3), SaturateCast.ToUInt16((double)Item4 + other.Item4), SaturateCast.ToUInt16((double)Item5 + other.Item5));

    /// <summary>The difference by element.</summary>
    public readonly Vec6w Subtract(Vec6w other) => new(SaturateCast.ToUInt16((double)Item0 - other.Item0), SaturateCast.ToUInt16((double)Item1 - other.Item1), SaturateCast.ToUInt16((double)Item2 - other.Item2), SaturateCast.ToUInt16((double)Item3 - other.Item3), SaturateCast.ToUInt16((double)Item4 - other.Item4), SaturateCast.ToUInt16((double)Item5 - other.Item5));

    /// <summary>Each element times a factor.</summary>
    public readonly Vec6w Multiply(double alpha) => new(SaturateCast.ToUInt16(Item0 * alpha), SaturateCast.ToUInt16(Item1 * alpha), SaturateCast.ToUInt16(Item2 * alpha), SaturateCast.ToUInt16(Item3 * alpha), SaturateCast.ToUInt16(Item4 * alpha), SaturateCast.ToUInt16(Item5 * alpha));

    /// <summary>Each element divided by a number.</summary>
    public readonly Vec6w Divide(double alpha) => new(SaturateCast.ToUInt16(Item0 / alpha), SaturateCast.ToUInt16(Item1 / alpha), SaturateCast.ToUInt16(Item2 / alpha), SaturateCast.ToUInt16(Item3 / alpha), SaturateCast.ToUInt16(Item4 / alpha), SaturateCast.ToUInt16(Item5 / alpha));
}
