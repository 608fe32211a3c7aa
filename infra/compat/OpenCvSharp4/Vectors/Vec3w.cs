namespace OpenCvSharp;

/// <summary>3 values of type ushort, as an element of a 3-channel array. Sums and products saturate.</summary>
public record struct Vec3w : IVec<Vec3w, ushort>
{
    /// <summary>Element 0.</summary>
    public ushort Item0;

    /// <summary>Element 1.</summary>
    public ushort Item1;

    /// <summary>Element 2.</summary>
    public ushort Item2;

    /// <summary>The values one by one.</summary>
    public Vec3w(ushort item0, ushort item1, ushort item2)
    {
        Item0 = item0;
        Item1 = item1;
        Item2 = item2;
    }

    /// <summary>An element by its index.</summary>
    public ushort this[int i]
    {
        readonly get => i switch
        {
            0 => Item0,
            1 => Item1,
            2 => Item2,
            _ => throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec3w has the elements 0 to 2."),
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
                    throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec3w has the elements 0 to 2.");
            }
        }
    }

    /// <summary>The sum by element.</summary>
    public static Vec3w operator +(Vec3w a, Vec3w b) => a.Add(b);

    /// <summary>The difference by element.</summary>
    public static Vec3w operator -(Vec3w a, Vec3w b) => a.Subtract(b);

    /// <summary>Each element times a factor.</summary>
    public static Vec3w operator *(Vec3w a, double alpha) => a.Multiply(alpha);

    /// <summary>Each element divided by a number.</summary>
    public static Vec3w operator /(Vec3w a, double alpha) => a.Divide(alpha);

    /// <summary>The sum by element.</summary>
    public readonly Vec3w Add(Vec3w other) => new(SaturateCast.ToUInt16((double)Item0 + other.Item0), SaturateCast.ToUInt16((double)Item1 + other.Item1), SaturateCast.ToUInt16((double)Item2 + other.Item2));

    /// <summary>The difference by element.</summary>
    public readonly Vec3w Subtract(Vec3w other) => new(SaturateCast.ToUInt16((double)Item0 - other.Item0), SaturateCast.ToUInt16((double)Item1 - other.Item1), SaturateCast.ToUInt16((double)Item2 - other.Item2));

    /// <summary>Each element times a factor.</summary>
    public readonly Vec3w Multiply(double alpha) => new(SaturateCast.ToUInt16(Item0 * alpha), SaturateCast.ToUInt16(Item1 * alpha), SaturateCast.ToUInt16(Item2 * alpha));

    /// <summary>Each element divided by a number.</summary>
    public readonly Vec3w Divide(double alpha) => new(SaturateCast.ToUInt16(Item0 / alpha), SaturateCast.ToUInt16(Item1 / alpha), SaturateCast.ToUInt16(Item2 / alpha));
}
