namespace OpenCvSharp;

/// <summary>3 values of type byte, as an element of a 3-channel array. Sums and products saturate.</summary>
public record struct Vec3b : IVec<Vec3b, byte>
{
    /// <summary>Element 0.</summary>
    public byte Item0;

    /// <summary>Element 1.</summary>
    public byte Item1;

    /// <summary>Element 2.</summary>
    public byte Item2;

    /// <summary>The values one by one.</summary>
    public Vec3b(byte item0, byte item1, byte item2)
    {
        Item0 = item0;
        Item1 = item1;
        Item2 = item2;
    }

    /// <summary>An element by its index.</summary>
    public byte this[int i]
    {
        readonly get => i switch
        {
            0 => Item0,
            1 => Item1,
            2 => Item2,
            _ => throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec3b has the elements 0 to 2."),
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
                    throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec3b has the elements 0 to 2.");
            }
        }
    }

    /// <summary>The sum by element.</summary>
    public static Vec3b operator +(Vec3b a, Vec3b b) => a.Add(b);

    /// <summary>The difference by element.</summary>
    public static Vec3b operator -(Vec3b a, Vec3b b) => a.Subtract(b);

    /// <summary>Each element times a factor.</summary>
    public static Vec3b operator *(Vec3b a, double alpha) => a.Multiply(alpha);

    /// <summary>Each element divided by a number.</summary>
    public static Vec3b operator /(Vec3b a, double alpha) => a.Divide(alpha);

    /// <summary>The sum by element.</summary>
    public readonly Vec3b Add(Vec3b other) => new(SaturateCast.ToByte((double)Item0 + other.Item0), SaturateCast.ToByte((double)Item1 + other.Item1), SaturateCast.ToByte((double)Item2 + other.Item2));

    /// <summary>The difference by element.</summary>
    public readonly Vec3b Subtract(Vec3b other) => new(SaturateCast.ToByte((double)Item0 - other.Item0), SaturateCast.ToByte((double)Item1 - other.Item1), SaturateCast.ToByte((double)Item2 - other.Item2));

    /// <summary>Each element times a factor.</summary>
    public readonly Vec3b Multiply(double alpha) => new(SaturateCast.ToByte(Item0 * alpha), SaturateCast.ToByte(Item1 * alpha), SaturateCast.ToByte(Item2 * alpha));

    /// <summary>Each element divided by a number.</summary>
    public readonly Vec3b Divide(double alpha) => new(SaturateCast.ToByte(Item0 / alpha), SaturateCast.ToByte(Item1 / alpha), SaturateCast.ToByte(Item2 / alpha));
}
