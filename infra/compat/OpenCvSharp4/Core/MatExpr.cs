using OpenCvSharp.Native;

namespace OpenCvSharp;

/// <summary>An expression of arrays. It is computed when it becomes a <see cref="Mat"/>, anew each time, and holds no native memory itself.</summary>
public sealed class MatExpr : CvObject
{
    private readonly Func<Mat> _compute;

    internal MatExpr(Func<Mat> compute) => _compute = compute;

    /// <summary>Computes it.</summary>
    public static implicit operator Mat(MatExpr self) => self is null ? null! : self.ToMat();

    /// <summary>An array as an expression.</summary>
    public static implicit operator MatExpr(Mat mat)
    {
        ArgumentNullException.ThrowIfNull(mat);
        return new MatExpr(mat.Header);
    }

    /// <summary>The expression itself.</summary>
    public static MatExpr operator +(MatExpr e) => e;

    /// <summary>The opposite.</summary>
    public static MatExpr operator -(MatExpr e) => e * -1.0;

    /// <summary>All bits turned.</summary>
    public static MatExpr operator ~(MatExpr e) => Of(e, (a, result) => NativeMethods.w2k_bitwise_not(a.Handle, result.Handle, MatHandle.None));

    /// <summary>The sum by element.</summary>
    public static MatExpr operator +(MatExpr e, Mat m) => e + (MatExpr)m;

    /// <summary>The sum by element.</summary>
    public static MatExpr operator +(Mat m, MatExpr e) => (MatExpr)m + e;

    /// <summary>The sum with a value for each channel.</summary>
    public static MatExpr operator +(MatExpr e, Scalar s) => Of(e, (a, result) => Cv2.Add(a, s, result));

    /// <summary>The sum with a value for each channel.</summary>
    public static MatExpr operator +(Scalar s, MatExpr e) => e + s;

    /// <summary>The sum by element.</summary>
    public static MatExpr operator +(MatExpr e1, MatExpr e2) => Of(e1, e2, (a, b, result) => Cv2.Add(a, b, result));

    /// <summary>The difference by element.</summary>
    public static MatExpr operator -(MatExpr e, Mat m) => e - (MatExpr)m;

    /// <summary>The difference by element.</summary>
    public static MatExpr operator -(Mat m, MatExpr e) => (MatExpr)m - e;

    /// <summary>The difference from a value for each channel.</summary>
    public static MatExpr operator -(MatExpr e, Scalar s) => Of(e, (a, result) => Cv2.Subtract(a, s, result));

    /// <summary>The difference from a value for each channel.</summary>
    public static MatExpr operator -(Scalar s, MatExpr e) => Of(e, (a, result) => Cv2.Subtract(s, a, result));

    /// <summary>The difference by element.</summary>
    public static MatExpr operator -(MatExpr e1, MatExpr e2) => Of(e1, e2, (a, b, result) => Cv2.Subtract((InputArray)a, b, result));

    /// <summary>The matrix product.</summary>
    public static MatExpr operator *(MatExpr e, Mat m) => e * (MatExpr)m;

    /// <summary>The matrix product.</summary>
    public static MatExpr operator *(Mat m, MatExpr e) => (MatExpr)m * e;

    /// <summary>The product with a number.</summary>
    public static MatExpr operator *(MatExpr e, double s) => Of(e, (a, result) => a.ConvertTo(result, -1, s));

    /// <summary>The product with a number.</summary>
    public static MatExpr operator *(double s, MatExpr e) => e * s;

    /// <summary>The matrix product.</summary>
    public static MatExpr operator *(MatExpr e1, MatExpr e2) =>
        Of(e1, e2, (a, b, result) => Call.Check(NativeMethods.w2k_gemm(a.Handle, b.Handle, 1, result.Handle)));

    /// <summary>The quotient by element.</summary>
    public static MatExpr operator /(MatExpr e, Mat m) => e / (MatExpr)m;

    /// <summary>The quotient by element.</summary>
    public static MatExpr operator /(Mat m, MatExpr e) => (MatExpr)m / e;

    /// <summary>The quotient with a number.</summary>
    public static MatExpr operator /(MatExpr e, double s) => e * (1.0 / s);

    /// <summary>The quotient with a number.</summary>
    public static MatExpr operator /(double s, MatExpr e) => Of(e, (a, result) => Cv2.Divide(new Scalar(s, s, s, s), a, result));

    /// <summary>The quotient by element.</summary>
    public static MatExpr operator /(MatExpr e1, MatExpr e2) => Of(e1, e2, (a, b, result) => Cv2.Divide(a, b, result));

    /// <summary>Computes it.</summary>
    public Mat ToMat()
    {
        ThrowIfDisposed();
        return _compute();
    }

    /// <summary>The result's width and height.</summary>
    public Size Size()
    {
        using Mat mat = ToMat();
        return mat.Size();
    }

    /// <summary>The result's type.</summary>
    public MatType Type()
    {
        using Mat mat = ToMat();
        return mat.Type();
    }

    /// <summary>An expression of one array.</summary>
    internal static MatExpr Of(Mat mat, Func<Mat, int> compute)
    {
        mat.ThrowIfDisposed();
        return new MatExpr(() => Made(result => Call.Check(compute(result))));
    }

    internal static MatExpr Bitwise(int operation, Mat a, InputArray b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return new MatExpr(() => Made(result => Call.Check(NativeMethods.w2k_bitwise(operation, a.Handle, b.Handle, b.IsValue ? 2 : 0, result.Handle, MatHandle.None))));
    }

    private static MatExpr Of(MatExpr e, Func<Mat, Mat, int> compute) => Of(e, (a, result) => Call.Check(compute(a, result)));

    private static MatExpr Of(MatExpr e, Action<Mat, Mat> compute)
    {
        ArgumentNullException.ThrowIfNull(e);
        return new MatExpr(() =>
        {
            using Mat a = e.ToMat();
            return Made(result => compute(a, result));
        });
    }

    private static MatExpr Of(MatExpr e1, MatExpr e2, Action<Mat, Mat, Mat> compute)
    {
        ArgumentNullException.ThrowIfNull(e1);
        ArgumentNullException.ThrowIfNull(e2);
        return new MatExpr(() =>
        {
            using Mat a = e1.ToMat();
            using Mat b = e2.ToMat();
            return Made(result => compute(a, b, result));
        });
    }

    private static Mat Made(Action<Mat> make)
    {
        var result = new Mat();
        try
        {
            make(result);
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }
}
