namespace OpenCvSharp;

/// <summary>6 values of type float, as an element of a 6-channel array. Sums and products saturate.</summary>
public record struct Vec6f : IVec<Vec6f, float>
{
    /// <summary>Element 0.</summary>
    public float Item0;

    /// <summary>Element 1.</summary>
    public float Item1;

    /// <summary>Element 2.</summary>
    public float Item2;

    /// <summary>Element 3.</summary>
    public float Item3;

    /// <summary>Element 4.</summary>
    public float Item4;

    /// <summary>Element 5.</summary>
    public float Item5;

    /// <summary>The values one by one.</summary>
    public Vec6f(float item0, float item1, float item2, float item3, float item4, float item5)
    {
        Item0 = item0;
        Item1 = item1;
        Item2 = item2;
        Item3 = item3;
        Item4 = item4;
        Item5 = item5;
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
            4 => Item4,
            5 => Item5,
            _ => throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec6f has the elements 0 to 5."),
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
                    throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec6f has the elements 0 to 5.");
            }
        }
    }

    /// <summary>The sum by element.</summary>
    public static Vec6f operator +(Vec6f a, Vec6f b) => a.Add(b);

    /// <summary>The difference by element.</summary>
    public static Vec6f operator -(Vec6f a, Vec6f b) => a.Subtract(b);

    /// <summary>Each element times a factor.</summary>
    public static Vec6f operator *(Vec6f a, double alpha) => a.Multiply(alpha);

    /// <summary>Each element divided by a number.</summary>
    public static Vec6f operator /(Vec6f a, double alpha) => a.Divide(alpha);

    /// <summary>The sum by element.</summary>
    public readonly Vec6f Add(Vec6f other) => new(SaturateCast.ToSingle((double)Item0 + other.Item0), SaturateCast.ToSingle((double)Item1 + other.Item1), SaturateCast.ToSingle((double)Item2 + other.Item2), SaturateCast.ToSingle((double)Item3 + other.Item3), SaturateCast.ToSingle((double)Item4 + other.Item4), SaturateCast.ToSingle((double)Item5 + other.Item5));

    /// <summary>The difference by element.</summary>
    public readonly Vec6f Subtract(Vec6f other) => new(SaturateCast.ToSingle((double)Item0 - other.Item0), SaturateCast.ToSingle((double)Item1 - other.Item1), SaturateCast.ToSingle((double)Item2 - other.Item2), SaturateCast.ToSingle((double)Item3 - other.Item3), SaturateCast.ToSingle((double)Item4 - other.Item4), SaturateCast.ToSingle((double)Item5 - other.Item5));

    /// <summary>Each element times a factor.</summary>
    public readonly Vec6f Multiply(double alpha) => new(SaturateCast.ToSingle(Item0 * alpha), SaturateCast.ToSingle(Item1 * alpha), SaturateCast.ToSingle(Item2 * alpha), SaturateCast.ToSingle(Item3 * alpha), SaturateCast.ToSingle(Item4 * alpha), SaturateCast.ToSingle(Item5 * alpha));

    /// <summary>Each element divided by a number.</summary>
    public readonly Vec6f Divide(double alpha) => new(SaturateCast.ToSingle(Item0 / alpha), SaturateCast.ToSingle(Item1 / alpha), SaturateCast.ToSingle(Item2 / alpha), SaturateCast.ToSingle(Item3 / alpha), SaturateCast.ToSingle(Item4 / alpha), SaturateCast.ToSingle(Item5 / alpha));
}
