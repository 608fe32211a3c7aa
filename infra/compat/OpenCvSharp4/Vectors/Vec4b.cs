namespace OpenCvSharp;

/// <summary>4 values of type byte, as an element of a 4-channel array. Sums and products saturate.</summary>
public record struct Vec4b : IVec<Vec4b, byte>
{
    /// <summary>Element 0.</summary>
    public byte Item0;

    /// <summary>Element 1.</summary>
    public byte Item1;

    /// <summary>Element 2.</summary>
    public byte Item2;

    /// <summary>Element 3.</summary>
    public byte Item3;

    /// <summary>The values one by one.</summary>
    public Vec4b(byte item0, byte item1, byte item2, byte item3)
    {
        Item0 = item0;
        Item1 = item1;
        Item2 = item2;
        Item3 = item3;
    }

    /// <summary>An element by its index.</summary>
    public byte this[int i]
    {
        readonly get => i switch
        {
            0 => Item0,
            1 => Item1,
            2 => Item2,
            3 => Item3,
            _ => throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec4b has the elements 0 to 3."),
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
                    throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec4b has the elements 0 to 3.");
            }
        }
    }

    /// <summary>The sum by element.</summary>
    public static Vec4b operator +(Vec4b a, Vec4b b) => a.Add(b);

    /// <summary>The difference by element.</summary>
    public static Vec4b operator -(Vec4b a, Vec4b b) => a.Subtract(b);

    /// <summary>Each element times a factor.</summary>
    public static Vec4b operator *(Vec4b a, double alpha) => a.Multiply(alpha);

    /// <summary>Each element divided by a number.</summary>
    public static Vec4b operator /(Vec4b a, double alpha) => a.Divide(alpha);

    /// <summary>The sum by element.</summary>
    public readonly Vec4b Add(Vec4b other) => new(SaturateCast.ToByte((double)Item0 + other.Item0), SaturateCast.ToByte((double)Item1 + other.Item1), SaturateCast.ToByte((double)Item2 + other.Item2), SaturateCast.ToByte((double)Item3 + other.Item3));

    /// <summary>The difference by element.</summary>
    public readonly Vec4b Subtract(Vec4b other) => new(SaturateCast.ToByte((double)Item0 - other.Item0), SaturateCast.ToByte((double)Item1 - other.Item1), SaturateCast.ToByte((double)Item2 - other.Item2), SaturateCast.ToByte((double)Item3 - other.Item3));

    /// <summary>Each element times a factor.</summary>
    public readonly Vec4b Multiply(double alpha) => new(SaturateCast.ToByte(Item0 * alpha), SaturateCast.ToByte(Item1 * alpha), SaturateCast.ToByte(Item2 * alpha), SaturateCast.ToByte(Item3 * alpha));

    /// <summary>Each element divided by a number.</summary>
    public readonly Vec4b Divide(double alpha) => new(SaturateCast.ToByte(Item0 / alpha), SaturateCast.ToByte(Item1 / alpha), SaturateCast.ToByte(Item2 / alpha), SaturateCast.ToByte(Item3 / alpha));
}
