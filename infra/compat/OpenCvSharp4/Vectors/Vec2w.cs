namespace OpenCvSharp;

/// <summary>2 values of type ushort, as an element of a 2-channel array. Sums and products saturate.</summary>
public record struct Vec2w : IVec<Vec2w, ushort>
{
    /// <summary>Element 0.</summary>
    public ushort Item0;

    /// <summary>Element 1.</summary>
    public ushort Item1;

    /// <summary>The values one by one.</summary>
    public Vec2w(ushort item0, ushort item1)
    {
        Item0 = item0;
        Item1 = item1;
    }

    /// <summary>An element by its index.</summary>
    public ushort this[int i]
    {
        readonly get => i switch
        {
            0 => Item0,
            1 => Item1,
            _ => throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec2w has the elements 0 to 1."),
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
                    throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec2w has the elements 0 to 1.");
            }
        }
    }

    /// <summary>The sum by element.</summary>
    public static Vec2w operator +(Vec2w a, Vec2w b) => a.Add(b);

    /// <summary>The difference by element.</summary>
    public static Vec2w operator -(Vec2w a, Vec2w b) => a.Subtract(b);

    /// <summary>Each element times a factor.</summary>
    public static Vec2w operator *(Vec2w a, double alpha) => a.Multiply(alpha);

    /// <summary>Each element divided by a number.</summary>
    public static Vec2w operator /(Vec2w a, double alpha) => a.Divide(alpha);

    /// <summary>The sum by element.</summary>
    public readonly Vec2w Add(Vec2w other) => new(SaturateCast.ToUInt16((double)Item0 + other.Item0), SaturateCast.ToUInt16((double)Item1 + other.Item1));

    /// <summary>The difference by element.</summary>
    public readonly Vec2w Subtract(Vec2w other) => new(SaturateCast.ToUInt16((double)Item0 - other.Item0), SaturateCast.ToUInt16((double)Item1 - other.Item1));

    /// <summary>Each element times a factor.</summary>
    public readonly Vec2w Multiply(double alpha) => new(SaturateCast.ToUInt16(Item0 * alpha), SaturateCast.ToUInt16(Item1 * alpha));

    /// <summary>Each element divided by a number.</summary>
    public readonly Vec2w Divide(double alpha) => new(SaturateCast.ToUInt16(Item0 / alpha), SaturateCast.ToUInt16(Item1 / alpha));
}
