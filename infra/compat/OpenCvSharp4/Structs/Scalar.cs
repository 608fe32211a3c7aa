namespace OpenCvSharp;

/// <summary>Four values: a colour (blue, green, red, alpha), or one value for each channel.</summary>
public partial record struct Scalar(double Val0, double Val1, double Val2, double Val3)
{
    /// <summary>First channel.</summary>
    public double Val0 = Val0;

    /// <summary>Second channel.</summary>
    public double Val1 = Val1;

    /// <summary>Third channel.</summary>
    public double Val2 = Val2;

    /// <summary>Fourth channel.</summary>
    public double Val3 = Val3;

    /// <summary>The first channel; the others are 0.</summary>
    public Scalar(double val0)
        : this(val0, 0, 0, 0)
    {
    }

    /// <summary>Two channels; the others are 0.</summary>
    public Scalar(double val0, double val1)
        : this(val0, val1, 0, 0)
    {
    }

    /// <summary>Three channels; the fourth is 0.</summary>
    public Scalar(double val0, double val1, double val2)
        : this(val0, val1, val2, 0)
    {
    }

    /// <summary>A channel by its index.</summary>
    public double this[int i]
    {
        readonly get => i switch
        {
            0 => Val0,
            1 => Val1,
            2 => Val2,
            3 => Val3,
            _ => throw new ArgumentOutOfRangeException(nameof(i), i, "A Scalar has the channels 0 to 3."),
        };
        set
        {
            switch (i)
            {
                case 0:
                    Val0 = value;
                    break;
                case 1:
                    Val1 = value;
                    break;
                case 2:
                    Val2 = value;
                    break;
                case 3:
                    Val3 = value;
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(i), i, "A Scalar has the channels 0 to 3.");
            }
        }
    }

    /// <summary>The first channel.</summary>
    public static explicit operator double(Scalar self) => self.Val0;

    /// <summary>The first channel; the others are 0.</summary>
    public static explicit operator Scalar(double val) => new(val);

    /// <summary>Three channels.</summary>
    public static explicit operator Scalar(Vec3b v) => new(v.Item0, v.Item1, v.Item2);

    /// <summary>Three channels.</summary>
    public static explicit operator Scalar(Vec3f v) => new(v.Item0, v.Item1, v.Item2);

    /// <summary>Four channels.</summary>
    public static explicit operator Scalar(Vec4f v) => new(v.Item0, v.Item1, v.Item2, v.Item3);

    /// <summary>Three channels.</summary>
    public static explicit operator Scalar(Vec3d v) => new(v.Item0, v.Item1, v.Item2);

    /// <summary>Four channels.</summary>
    public static explicit operator Scalar(Vec4d v) => new(v.Item0, v.Item1, v.Item2, v.Item3);

    /// <summary>Two channels.</summary>
    public static explicit operator Scalar(Point p) => new(p.X, p.Y);

    /// <summary>Two channels.</summary>
    public static explicit operator Scalar(Point2f p) => new(p.X, p.Y);

    /// <summary>Two channels.</summary>
    public static explicit operator Scalar(Point2d p) => new(p.X, p.Y);

    /// <summary>Four channels.</summary>
    public static explicit operator Scalar(Rect p) => new(p.X, p.Y, p.Width, p.Height);

    /// <summary>A colour from red, green and blue, in OpenCV's order.</summary>
    public static Scalar FromRgb(int r, int g, int b) => new(b, g, r);

    /// <summary>A colour by chance.</summary>
    public static Scalar RandomColor() => new(Random.Shared.Next(256), Random.Shared.Next(256), Random.Shared.Next(256));

    /// <summary>The same value in all four channels.</summary>
    public static Scalar All(double v) => new(v, v, v, v);

    /// <summary>The first channel; the others are 0.</summary>
    public static Scalar FromDouble(double val) => new(val);

    /// <summary>The first channel.</summary>
    public readonly double ToDouble() => Val0;

    /// <summary>The product by channel, times a factor.</summary>
    public readonly Scalar Mul(Scalar it, double scale) => new(Val0 * it.Val0 * scale, Val1 * it.Val1 * scale, Val2 * it.Val2 * scale, Val3 * it.Val3 * scale);

    /// <summary>The product by channel.</summary>
    public readonly Scalar Mul(Scalar it) => Mul(it, 1);

    /// <summary>The conjugate, taking the channels for a quaternion.</summary>
    public readonly Scalar Conj() => new(Val0, -Val1, -Val2, -Val3);

    /// <summary>Whether only the first channel is not 0.</summary>
    public readonly bool IsReal() => Val1 == 0 && Val2 == 0 && Val3 == 0;

    /// <summary>The first three channels as bytes.</summary>
    public readonly Vec3b ToVec3b() => new(SaturateCast.ToByte(Val0), SaturateCast.ToByte(Val1), SaturateCast.ToByte(Val2));
}
