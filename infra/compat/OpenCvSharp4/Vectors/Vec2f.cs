namespace OpenCvSharp;

/// <summary>2 values of type float, as an element of a 2-channel array. Sums and products saturate.</summary>
public record struct Vec2f : IVec<Vec2f, float>
{
    /// <summary>Element 0.</summary>
    public float Item0;

    /// <summary>Element 1.</summary>
    public float Item1;

    /// <summary>The values one by one.</summary>
    public Vec2f(float item0, float item1)
    {
        Item0 = item0;
        Item1 = item1;
    }

    /// <summary>An element by its index.</summary>
    public float this[int i]
    {
        readonly get => i switch
        {
            0 => Item0,
            1 => Item1,
            _ => throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec2f has the elements 0 to 1."),
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
                    throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec2f has the elements 0 to 1.");
            }
        }
    }

    /// <summary>The sum by element.</summary>
    public static Vec2f operator +(Vec2f a, Vec2f b) => a.Add(b);

    /// <summary>The difference by element.</summary>
    public static Vec2f operator -(Vec2f a, Vec2f b) => a.Subtract(b);

    /// <summary>Each element times a factor.</summary>
    public static Vec2f operator *(Vec2f a, double alpha) => a.Multiply(alpha);

    /// <summary>Each element divided by a number.</summary>
    public static Vec2f operator /(Vec2f a, double alpha) => a.Divide(alpha);

    /// <summary>The sum by element.</summary>
    public readonly Vec2f Add(Vec2f other) => new(SaturateCast.ToSingle((double)Item0 + other.Item0), SaturateCast.ToSingle((double)Item1 + other.Item1));

    /// <summary>The difference by element.</summary>
    public readonly Vec2f Subtract(Vec2f other) => new(SaturateCast.ToSingle((double)Item0 - other.Item0), SaturateCast.ToSingle((double)Item1 - other.Item1));

    /// <summary>Each element times a factor.</summary>
    public readonly Vec2f Multiply(double alpha) => new(SaturateCast.ToSingle(Item0 * alpha), SaturateCast.ToSingle(Item1 * alpha));

    /// <summary>Each element divided by a number.</summary>
    public readonly Vec2f Divide(double alpha) => new(SaturateCast.ToSingle(Item0 / alpha), SaturateCast.ToSingle(Item1 / alpha));
}
