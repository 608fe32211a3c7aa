namespace OpenCvSharp;

/// <content>Operators, whose results are computed when they are made a Mat.</content>
public partial class Mat
{
    /// <summary>The array itself.</summary>
    public static Mat operator +(Mat mat) => mat;

    /// <summary>The opposite.</summary>
    public static MatExpr operator -(Mat mat) => -(MatExpr)mat;

    /// <summary>The sum by element.</summary>
    public static MatExpr operator +(Mat a, Mat b) => (MatExpr)a + (MatExpr)b;

    /// <summary>The sum with a value for each channel.</summary>
    public static MatExpr operator +(Mat a, Scalar s) => (MatExpr)a + s;

    /// <summary>The sum with a value for each channel.</summary>
    public static MatExpr operator +(Scalar s, Mat a) => s + (MatExpr)a;

    /// <summary>The difference by element.</summary>
    public static MatExpr operator -(Mat a, Mat b) => (MatExpr)a - (MatExpr)b;

    /// <summary>The difference from a value for each channel.</summary>
    public static MatExpr operator -(Mat a, Scalar s) => (MatExpr)a - s;

    /// <summary>The difference from a value for each channel.</summary>
    public static MatExpr operator -(Scalar s, Mat a) => s - (MatExpr)a;

    /// <summary>The matrix product.</summary>
    public static MatExpr operator *(Mat a, Mat b) => (MatExpr)a * (MatExpr)b;

    /// <summary>The product with a number.</summary>
    public static MatExpr operator *(Mat a, double s) => (MatExpr)a * s;

    /// <summary>The product with a number.</summary>
    public static MatExpr operator *(double s, Mat a) => s * (MatExpr)a;

    /// <summary>The quotient by element.</summary>
    public static MatExpr operator /(Mat a, Mat b) => (MatExpr)a / (MatExpr)b;

    /// <summary>The quotient with a number.</summary>
    public static MatExpr operator /(Mat a, double s) => (MatExpr)a / s;

    /// <summary>The quotient with a number.</summary>
    public static MatExpr operator /(double s, Mat a) => s / (MatExpr)a;

    /// <summary>Bits in both.</summary>
    public static MatExpr operator &(Mat a, Mat b) => MatExpr.Bitwise(0, a, b);

    /// <summary>Bits in both.</summary>
    public static MatExpr operator &(Mat a, double s) => MatExpr.Bitwise(0, a, s);

    /// <summary>Bits in both.</summary>
    public static MatExpr operator &(double s, Mat a) => MatExpr.Bitwise(0, a, s);

    /// <summary>Bits in either.</summary>
    public static MatExpr operator |(Mat a, Mat b) => MatExpr.Bitwise(1, a, b);

    /// <summary>Bits in either.</summary>
    public static MatExpr operator |(Mat a, double s) => MatExpr.Bitwise(1, a, s);

    /// <summary>Bits in either.</summary>
    public static MatExpr operator |(double s, Mat a) => MatExpr.Bitwise(1, a, s);

    /// <summary>Bits in one of them.</summary>
    public static MatExpr operator ^(Mat a, Mat b) => MatExpr.Bitwise(2, a, b);

    /// <summary>Bits in one of them.</summary>
    public static MatExpr operator ^(Mat a, double s) => MatExpr.Bitwise(2, a, s);

    /// <summary>Bits in one of them.</summary>
    public static MatExpr operator ^(double s, Mat a) => MatExpr.Bitwise(2, a, s);

    /// <summary>All bits turned.</summary>
    public static MatExpr operator ~(Mat m) => ~(MatExpr)m;
}
