namespace OpenCvSharp;

/// <summary>2 values of type byte, as an element of a 2-channel array. Sums and products saturate.</summary>
public record struct Vec2b : IVec<Vec2b, byte>
{
    /// <summary>Element 0.</summary>
    public byte Item0;

    /// <summary>Element 1.</summary>
    public byte Item1;

    /// <summary>The values one by one.</summary>
    public Vec2b(byte item0, byte item1)
    {
        Item0 = item0;
        Item1 = item1;
    }

    /// <summary>An element by its index.</summary>
    public byte this[int i]
    {
        readonly get => i switch
        {
            0 => Item0,
            1 => Item1,
            _ => throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec2b has the elements 0 to 1."),
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
                    throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec2b has the elements 0 to 1.");
            }
        }
    }

    /// <summary>The sum by element.</summary>
    public static Vec2b operator +(Vec2b a, Vec2b b) => a.Add(b);

    /// <summary>The difference by element.</summary>
    public static Vec2b operator -(Vec2b a, Vec2b b) => a.Subtract(b);

    /// <summary>Each element times a factor.</summary>
    public static Vec2b operator *(Vec2b a, double alpha) => a.Multiply(alpha);

    /// <summary>Each element divided by a number.</summary>
    public static Vec2b operator /(Vec2b a, double alpha) => a.Divide(alpha);

    /// <summary>The sum by element.</summary>
    public readonly Vec2b Add(Vec2b other) => new(SaturateCast.ToByte((double)Item0 + other.Item0), SaturateCast.ToByte((double)Item1 + other.Item1));

    /// <summary>The difference by element.</summary>
    public readonly Vec2b Subtract(Vec2b other) => new(SaturateCast.ToByte((double)Item0 - other.Item0), SaturateCast.ToByte((double)Item1 - other.Item1));

    /// <summary>Each element times a factor.</summary>
    public readonly Vec2b Multiply(double alpha) => new(SaturateCast.ToByte(Item0 * alpha), SaturateCast.ToByte(Item1 * alpha));

    /// <summary>Each element divided by a number.</summary>
    public readonly Vec2b Divide(double alpha) => new(SaturateCast.ToByte(Item0 / alpha), SaturateCast.ToByte(Item1 / alpha));
}
