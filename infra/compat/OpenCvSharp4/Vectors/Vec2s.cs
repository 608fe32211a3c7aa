namespace OpenCvSharp;

/// <summary>2 values of type short, as an element of a 2-channel array. Sums and products saturate.</summary>
public record struct Vec2s : IVec<Vec2s, short>
{
    /// <summary>Element 0.</summary>
    public short Item0;

    /// <summary>Element 1.</summary>
    public short Item1;

    /// <summary>The values one by one.</summary>
    public Vec2s(short item0, short item1)
    {
        Item0 = item0;
        Item1 = item1;
    }

    /// <summary>An element by its index.</summary>
    public short this[int i]
    {
        readonly get => i switch
        {
            0 => Item0,
            1 => Item1,
            _ => throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec2s has the elements 0 to 1."),
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
                    throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec2s has the elements 0 to 1.");
            }
        }
    }

    /// <summary>The sum by element.</summary>
    public static Vec2s operator +(Vec2s a, Vec2s b) => a.Add(b);

    /// <summary>The difference by element.</summary>
    public static Vec2s operator -(Vec2s a, Vec2s b) => a.Subtract(b);

    /// <summary>Each element times a factor.</summary>
    public static Vec2s operator *(Vec2s a, double alpha) => a.Multiply(alpha);

    /// <summary>Each element divided by a number.</summary>
    public static Vec2s operator /(Vec2s a, double alpha) => a.Divide(alpha);

    /// <summary>The sum by element.</summary>
    public readonly Vec2s Add(Vec2s other) => new(SaturateCast.ToInt16((double)Item0 + other.Item0), SaturateCast.ToInt16((double)Item1 + other.Item1));

    /// <summary>The difference by element.</summary>
    public readonly Vec2s Subtract(Vec2s other) => new(SaturateCast.ToInt16((double)Item0 - other.Item0), SaturateCast.ToInt16((double)Item1 - other.Item1));

    /// <summary>Each element times a factor.</summary>
    public readonly Vec2s Multiply(double alpha) => new(SaturateCast.ToInt16(Item0 * alpha), SaturateCast.ToInt16(Item1 * alpha));

    /// <summary>Each element divided by a number.</summary>
    public readonly Vec2s Divide(double alpha) => new(SaturateCast.ToInt16(Item0 / alpha), SaturateCast.ToInt16(Item1 / alpha));
}
