namespace OpenCvSharp;

/// <summary>6 values of type byte, as an element of a 6-channel array. Sums and products saturate.</summary>
public record struct Vec6b : IVec<Vec6b, byte>
{
    /// <summary>Element 0.</summary>
    public byte Item0;

    /// <summary>Element 1.</summary>
    public byte Item1;

    /// <summary>Element 2.</summary>
    public byte Item2;

    /// <summary>Element 3.</summary>
    public byte Item3;

    /// <summary>Element 4.</summary>
    public byte Item4;

    /// <summary>Element 5.</summary>
    public byte Item5;

    /// <summary>The values one by one.</summary>
    public Vec6b(byte item0, byte item1, byte item2, byte item3, byte item4, byte item5)
    {
        Item0 = item0;
        Item1 = item1;
        Item2 = item2;
        Item3 = item3;
        Item4 = item4;
        Item5 = item5;
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
            4 => Item4,
            5 => Item5,
            _ => throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec6b has the elements 0 to 5."),
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
                    throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec6b has the elements 0 to 5.");
            }
        }
    }

    /// <summary>The sum by element.</summary>
    public static Vec6b operator +(Vec6b a, Vec6b b) => a.Add(b);

    /// <summary>The difference by element.</summary>
    public static Vec6b operator -(Vec6b a, Vec6b b) => a.Subtract(b);

    /// <summary>Each element times a factor.</summary>
    public static Vec6b operator *(Vec6b a, double alpha) => a.Multiply(alpha);

    /// <summary>Each element divided by a number.</summary>
    public static Vec6b operator /(Vec6b a, double alpha) => a.Divide(alpha);

    /// <summary>The sum by element.</summary>
    public readonly Vec6b Add(Vec6b other) => new(SaturateCast.ToByte((double)Item0 + other.Item0), SaturateCast.ToByte((double)Item1 + other.Item1), SaturateCast.ToByte((double)Item2 + other.Item2), SaturateCast.ToByte((double)Item3 + other.Item3), SaturateCast.ToByte((double)Item4 + other.Item4), SaturateCast.ToByte((double)Item5 + other.Item5));

    /// <summary>The difference by element.</summary>
    public readonly Vec6b Subtract(Vec6b other) => new(SaturateCast.ToByte((double)Item0 - other.Item0), SaturateCast.ToByte((double)Item1 - other.Item1), SaturateCast.ToByte((double)Item2 - other.Item2), SaturateCast.ToByte((double)Item3 - other.Item3), SaturateCast.ToByte((double)Item4 - other.Item4), SaturateCast.ToByte((double)Item5 - other.Item5));

    /// <summary>Each element times a factor.</summary>
    public readonly Vec6b Multiply(double alpha) => new(SaturateCast.ToByte(Item0 * alpha), SaturateCast.ToByte(Item1 * alpha), SaturateCast.ToByte(Item2 * alpha), SaturateCast.ToByte(Item3 * alpha), SaturateCast.ToByte(Item4 * alpha), SaturateCast.ToByte(Item5 * alpha));

    /// <summary>Each element divided by a number.</summary>
    public readonly Vec6b Divide(double alpha) => new(SaturateCast.ToByte(Item0 / alpha), SaturateCast.ToByte(Item1 / alpha), SaturateCast.ToByte(Item2 / alpha), SaturateCast.ToByte(Item3 / alpha), SaturateCast.ToByte(Item4 / alpha), SaturateCast.ToByte(Item5 / alpha));
}
