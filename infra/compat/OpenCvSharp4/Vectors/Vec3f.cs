namespace OpenCvSharp;

/// <summary>3 values of type float, as an element of a 3-channel array. Sums and products saturate.</summary>
public record struct Vec3f : IVec<Vec3f, float>
{
    /// <summary>Element 0.</summary>
    public float Item0;

    /// <summary>Element 1.</summary>
    public float Item1;

    /// <summary>Element 2.</summary>
    public float Item2;

    /// <summary>The values one by one.</summary>
    public Vec3f(float item0, float item1, float item2)
    {
        Item0 = item0;
        Item1 = item1;
        Item2 = item2;
    }

    /// <summary>An element by its index.</summary>
    public float this[int i]
    {
        readonly get => i switch
        {
            0 => Item0,
            1 => Item1,
            2 => Item2,
            _ => throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec3f has the elements 0 to 2."),
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
                    throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec3f has the elements 0 to 2.");
            }
        }
    }

    /// <summary>The sum by element.</summary>
    public static Vec3f operator +(Vec3f a, Vec3f b) => a.Add(b);

    /// <summary>The difference by element.</summary>
    public static Vec3f operator -(Vec3f a, Vec3f b) => a.Subtract(b);

    /// <summary>Each element times a factor.</summary>
    public static Vec3f operator *(Vec3f a, double alpha) => a.Multiply(alpha);

    /// <summary>Each element divided by a number.</summary>
    public static Vec3f operator /(Vec3f a, double alpha) => a.Divide(alpha);

    /// <summary>The sum by element.</summary>
    public readonly Vec3f Add(Vec3f other) => new(SaturateCast.ToSingle((double)Item0 + other.Item0), SaturateCast.ToSingle((double)Item1 + other.Item1), SaturateCast.ToSingle((double)Item2 + other.Item2));

    /// <summary>The difference by element.</summary>
    public readonly Vec3f Subtract(Vec3f other) => new(SaturateCast.ToSingle((double)Item0 - other.Item0), SaturateCast.ToSingle((double)Item1 - other.Item1), SaturateCast.ToSingle((double)Item2 - other.Item2));

    /// <summary>Each element times a factor.</summary>
    public readonly Vec3f Multiply(double alpha) => new(SaturateCast.ToSingle(Item0 * alpha), SaturateCast.ToSingle(Item1 * alpha), SaturateCast.ToSingle(Item2 * alpha));

    /// <summary>Each element divided by a number.</summary>
    public readonly Vec3f Divide(double alpha) => new(SaturateCast.ToSingle(Item0 / alpha), SaturateCast.ToSingle(Item1 / alpha), SaturateCast.ToSingle(Item2 / alpha));
}
