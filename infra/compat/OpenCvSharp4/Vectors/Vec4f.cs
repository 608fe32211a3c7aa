namespace OpenCvSharp;

/// <summary>4 values of type float, as an element of a 4-channel array. Sums and products saturate.</summary>
public record struct Vec4f : IVec<Vec4f, float>
{
    /// <summary>Element 0.</summary>
    public float Item0;

    /// <summary>Element 1.</summary>
    public float Item1;

    /// <summary>Element 2.</summary>
    public float Item2;

    /// <summary>Element 3.</summary>
    public float Item3;

    /// <summary>The values one by one.</summary>
    public Vec4f(float item0, float item1, float item2, float item3)
    {
        Item0 = item0;
        Item1 = item1;
        Item2 = item2;
        Item3 = item3;
    }

    /// <summary>An element by its index.</summary>
    public float this[int i]
    {
        readonly get => i switch
        {
            0 => Item0,
            1 => Item1,
            2 => Item2,
            3 => Item3,
            _ => throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec4f has the elements 0 to 3."),
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
                    throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec4f has the elements 0 to 3.");
            }
        }
    }

    /// <summary>The sum by element.</summary>
    public static Vec4f operator +(Vec4f a, Vec4f b) => a.Add(b);

    /// <summary>The difference by element.</summary>
    public static Vec4f operator -(Vec4f a, Vec4f b) => a.Subtract(b);

    /// <summary>Each element times a factor.</summary>
    public static Vec4f operator *(Vec4f a, double alpha) => a.Multiply(alpha);

    /// <summary>Each element divided by a number.</summary>
    public static Vec4f operator /(Vec4f a, double alpha) => a.Divide(alpha);

    /// <summary>The sum by element.</summary>
    public readonly Vec4f Add(Vec4f other) => new(SaturateCast.ToSingle((double)Item0 + other.Item0), SaturateCast.ToSingle((double)Item1 + other.Item1), SaturateCast.ToSingle((double)Item2 + other.Item2), SaturateCast.ToSingle((double)Item3 + other.Item3));

    /// <summary>The difference by element.</summary>
    public readonly Vec4f Subtract(Vec4f other) => new(SaturateCast.ToSingle((double)Item0 - other.Item0), SaturateCast.ToSingle((double)Item1 - other.Item1), SaturateCast.ToSingle((double)Item2 - other.Item2), SaturateCast.ToSingle((double)Item3 - other.Item3));

    /// <summary>Each element times a factor.</summary>
    public readonly Vec4f Multiply(double alpha) => new(SaturateCast.ToSingle(Item0 * alpha), SaturateCast.ToSingle(Item1 * alpha), SaturateCast.ToSingle(Item2 * alpha), SaturateCast.ToSingle(Item3 * alpha));

    /// <summary>Each element divided by a number.</summary>
    public readonly Vec4f Divide(double alpha) => new(SaturateCast.ToSingle(Item0 / alpha), SaturateCast.ToSingle(Item1 / alpha), SaturateCast.ToSingle(Item2 / alpha), SaturateCast.ToSingle(Item3 / alpha));
}
