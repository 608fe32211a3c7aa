namespace OpenCvSharp;

/// <summary>4 values of type ushort, as an element of a 4-channel array. Sums and products saturate.</summary>
public record struct Vec4w : IVec<Vec4w, ushort>
{
    /// <summary>Element 0.</summary>
    public ushort Item0;

    /// <summary>Element 1.</summary>
    public ushort Item1;

    /// <summary>Element 2.</summary>
    public ushort Item2;

    /// <summary>Element 3.</summary>
    public ushort Item3;

    /// <summary>The values one by one.</summary>
    public Vec4w(ushort item0, ushort item1, ushort item2, ushort item3)
    {
        Item0 = item0;
        Item1 = item1;
        Item2 = item2;
        Item3 = item3;
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
            _ => throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec4w has the elements 0 to 3."),
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
                    throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec4w has the elements 0 to 3.");
            }
        }
    }

    /// <summary>The sum by element.</summary>
    public static Vec4w operator +(Vec4w a, Vec4w b) => a.Add(b);

    /// <summary>The difference by element.</summary>
    public static Vec4w operator -(Vec4w a, Vec4w b) => a.Subtract(b);

    /// <summary>Each element times a factor.</summary>
    public static Vec4w operator *(Vec4w a, double alpha) => a.Multiply(alpha);

    /// <summary>Each element divided by a number.</summary>
    public static Vec4w operator /(Vec4w a, double alpha) => a.Divide(alpha);

    /// <summary>The sum by element.</summary>
    public readonly Vec4w Add(Vec4w other) => new(SaturateCast.ToUInt16((double)Item0 + other.Item0), SaturateCast.ToUInt16((double)Item1 + other.Item1), SaturateCast.ToUInt16((double)Item2 + other.Item2), SaturateCast.ToUInt16((double)Item3 + other.Item3));

    /// <summary>The difference by element.</summary>
    public readonly Vec4w Subtract(Vec4w other) => new(SaturateCast.ToUInt16((double)Item0 - other.Item0), SaturateCast.ToUInt16((double)Item1 - other.Item1), SaturateCast.ToUInt16((double)Item2 - other.Item2), SaturateCast.ToUInt16((double)Item3 - other.Item3));

    /// <summary>Each element times a factor.</summary>
    public readonly Vec4w Multiply(double alpha) => new(SaturateCast.ToUInt16(Item0 * alpha), SaturateCast.ToUInt16(Item1 * alpha), SaturateCast.ToUInt16(Item2 * alpha), SaturateCast.ToUInt16(Item3 * alpha));

    /// <summary>Each element divided by a number.</summary>
    public readonly Vec4w Divide(double alpha) => new(SaturateCast.ToUInt16(Item0 / alpha), SaturateCast.ToUInt16(Item1 / alpha), SaturateCast.ToUInt16(Item2 / alpha), SaturateCast.ToUInt16(Item3 / alpha));
}
