using OpenCvSharp.Native;

namespace OpenCvSharp;

/// <summary>OpenCV's functions. A result is made anew unless its size and type fit; OpenCV's errors come as <see cref="OpenCVException"/>.</summary>
public static partial class Cv2
{
    /// <summary>The OpenCV library's version.</summary>
    public static string? GetVersionString()
    {
        using var text = new Mat();
        Call.Check(NativeMethods.w2k_version(text.Handle));
        return Call.Text(text);
    }

    /// <summary>How many threads OpenCV uses; 0 for none but the caller's, negative for its default.</summary>
    public static void SetNumThreads(int nThreads) => Call.Check(NativeMethods.w2k_set_num_threads(nThreads));

    /// <summary>How many threads OpenCV uses.</summary>
    public static int GetNumThreads()
    {
        Call.Check(NativeMethods.w2k_get_num_threads(out int count));
        return count;
    }

    /// <summary>The sum by element, saturated.</summary>
    public static void Add(InputArray src1, InputArray src2, OutputArray dst, InputArray? mask = null, int dtype = -1) =>
        Call.Done(NativeMethods.w2k_add(Call.In(src1), Call.In(src2), Call.Values(src1, src2), Call.Out(dst), Call.Optional(mask), dtype), dst, src1, src2, mask);

    /// <summary>The difference by element, saturated.</summary>
    public static void Subtract(InputArray src1, InputArray src2, OutputArray dst, InputArray? mask = null, int dtype = -1) =>
        Call.Done(NativeMethods.w2k_subtract(Call.In(src1), Call.In(src2), Call.Values(src1, src2), Call.Out(dst), Call.Optional(mask), dtype), dst, src1, src2, mask);

    /// <summary>The difference from a value for each channel, saturated.</summary>
    public static void Subtract(InputArray src1, Scalar src2, OutputArray dst, InputArray? mask = null, int dtype = -1) => Subtract(src1, (InputArray)src2, dst, mask, dtype);

    /// <summary>The difference from a value for each channel, saturated.</summary>
    public static void Subtract(Scalar src1, InputArray src2, OutputArray dst, InputArray? mask = null, int dtype = -1) => Subtract((InputArray)src1, src2, dst, mask, dtype);

    /// <summary>The product by element times a factor, saturated.</summary>
    public static void Multiply(InputArray src1, InputArray src2, OutputArray dst, double scale = 1, int dtype = -1) =>
        Call.Done(NativeMethods.w2k_multiply(Call.In(src1), Call.In(src2), Call.Values(src1, src2), Call.Out(dst), scale, dtype), dst, src1, src2);

    /// <summary>The quotient by element times a factor, saturated; 0 where whole numbers are divided by 0.</summary>
    public static void Divide(InputArray src1, InputArray src2, OutputArray dst, double scale = 1, int dtype = -1) =>
        Call.Done(NativeMethods.w2k_divide(Call.In(src1), Call.In(src2), Call.Values(src1, src2), Call.Out(dst), scale, dtype), dst, src1, src2);

    /// <summary>src1 * alpha + src2 * beta + gamma, saturated.</summary>
    public static void AddWeighted(InputArray src1, double alpha, InputArray src2, double beta, double gamma, OutputArray dst, int dtype = -1) =>
        Call.Done(NativeMethods.w2k_add_weighted(Call.In(src1), alpha, Call.In(src2), beta, Call.Values(src1, src2), gamma, Call.Out(dst), dtype), dst, src1, src2);

    /// <summary>The absolute difference by element, saturated.</summary>
    public static void Absdiff(InputArray src1, InputArray src2, OutputArray dst) =>
        Call.Done(NativeMethods.w2k_absdiff(Call.In(src1), Call.In(src2), Call.Values(src1, src2), Call.Out(dst)), dst, src1, src2);

    /// <summary>Bits in both.</summary>
    public static void BitwiseAnd(InputArray src1, InputArray src2, OutputArray dst, InputArray? mask = null) => Bitwise(0, src1, src2, dst, mask);

    /// <summary>Bits in either.</summary>
    public static void BitwiseOr(InputArray src1, InputArray src2, OutputArray dst, InputArray? mask = null) => Bitwise(1, src1, src2, dst, mask);

    /// <summary>Bits in one of them.</summary>
    public static void BitwiseXor(InputArray src1, InputArray src2, OutputArray dst, InputArray? mask = null) => Bitwise(2, src1, src2, dst, mask);

    /// <summary>All bits turned.</summary>
    public static void BitwiseNot(InputArray src, OutputArray dst, InputArray? mask = null) =>
        Call.Done(NativeMethods.w2k_bitwise_not(Call.In(src), Call.Out(dst), Call.Optional(mask)), dst, src, mask);

    /// <summary>The mean of each channel.</summary>
    public static Scalar Mean(InputArray src, InputArray? mask = null)
    {
        Call.Done(NativeMethods.w2k_mean(Call.In(src), Call.Optional(mask), out Scalar mean), null, src, mask);
        return mean;
    }

    /// <summary>The mean and standard deviation of each channel, as columns of doubles.</summary>
    public static void MeanStdDev(InputArray src, OutputArray mean, OutputArray stddev, InputArray? mask = null)
    {
        Call.Done(NativeMethods.w2k_mean_std_dev(Call.In(src), Call.Out(mean), Call.Out(stddev), Call.Optional(mask)), mean, src, mask);
        stddev.Assign();
    }

    /// <summary>The mean and standard deviation of up to four channels.</summary>
    public static void MeanStdDev(InputArray src, out Scalar mean, out Scalar stddev, InputArray? mask = null)
    {
        using var means = new Mat();
        using var deviations = new Mat();
        MeanStdDev(src, means, deviations, mask);
        mean = ToScalar(Call.Values<double>(means));
        stddev = ToScalar(Call.Values<double>(deviations));
    }

    /// <summary>The sum of each channel.</summary>
    public static Scalar Sum(InputArray src)
    {
        Call.Done(NativeMethods.w2k_sum(Call.In(src), out Scalar sum), null, src);
        return sum;
    }

    /// <summary>How many elements of a one-channel array are not 0.</summary>
    public static int CountNonZero(InputArray mtx)
    {
        Call.Done(NativeMethods.w2k_count_non_zero(Call.In(mtx), out int count), null, mtx);
        return count;
    }

    /// <summary>The norm of an array.</summary>
    public static double Norm(InputArray src1, NormTypes normType = NormTypes.L2, InputArray? mask = null)
    {
        Call.Done(NativeMethods.w2k_norm(Call.In(src1), MatHandle.None, (int)normType, Call.Optional(mask), out double norm), null, src1, mask);
        return norm;
    }

    /// <summary>The norm of a difference.</summary>
    public static double Norm(InputArray src1, InputArray src2, NormTypes normType = NormTypes.L2, InputArray? mask = null)
    {
        Call.Done(NativeMethods.w2k_norm(Call.In(src1), Call.In(src2), (int)normType, Call.Optional(mask), out double norm), null, src1, src2, mask);
        return norm;
    }

    /// <summary>The peak signal-to-noise ratio in dB.</summary>
    public static double PSNR(InputArray src1, InputArray src2, double r = 255.0)
    {
        Call.Done(NativeMethods.w2k_psnr(Call.In(src1), Call.In(src2), r, out double ratio), null, src1, src2);
        return ratio;
    }

    /// <summary>Scales so that the norm is alpha, or (MinMax) the values lie between alpha and beta.</summary>
    public static void Normalize(InputArray src, InputOutputArray dst, double alpha = 1, double beta = 0, NormTypes normType = NormTypes.L2, int dtype = -1, InputArray? mask = null) =>
        Call.Done(NativeMethods.w2k_normalize(Call.In(src), Call.Out(dst), alpha, beta, (int)normType, dtype, Call.Optional(mask)), dst, src, mask);

    /// <summary>The least and the greatest value.</summary>
    public static unsafe void MinMaxLoc(InputArray src, out double minVal, out double maxVal) =>
        Call.Done(NativeMethods.w2k_min_max_loc(Call.In(src), out minVal, out maxVal, null, null, MatHandle.None), null, src);

    /// <summary>Where the least and the greatest value are.</summary>
    public static void MinMaxLoc(InputArray src, out Point minLoc, out Point maxLoc) => MinMaxLoc(src, out _, out _, out minLoc, out maxLoc);

    /// <summary>The least and the greatest value of a one-channel array, and where they are.</summary>
    public static unsafe void MinMaxLoc(InputArray src, out double minVal, out double maxVal, out Point minLoc, out Point maxLoc, InputArray? mask = null)
    {
        Point min, max;
        Call.Done(NativeMethods.w2k_min_max_loc(Call.In(src), out minVal, out maxVal, &min, &max, Call.Optional(mask)), null, src, mask);
        (minLoc, maxLoc) = (min, max);
    }

    /// <summary>One array with the channels of several.</summary>
    public static void Merge(Mat[] mv, Mat dst)
    {
        using var list = new HandleList(mv);
        Call.Check(NativeMethods.w2k_merge(list.Pointers, list.Count, Call.In(dst)));
    }

    /// <summary>An array for each channel.</summary>
    public static void Split(Mat src, out Mat[] mv) => mv = Split(src);

    /// <summary>An array for each channel.</summary>
    public static Mat[] Split(Mat src)
    {
        ArgumentNullException.ThrowIfNull(src);
        var channels = new Mat[src.Empty() ? 0 : src.Channels()];
        for (int i = 0; i < channels.Length; i++)
        {
            channels[i] = new Mat();
            ExtractChannel(src, channels[i], i);
        }
        return channels;
    }

    /// <summary>One channel.</summary>
    public static void ExtractChannel(InputArray src, OutputArray dst, int coi) =>
        Call.Done(NativeMethods.w2k_extract_channel(Call.In(src), Call.Out(dst), coi), dst, src);

    /// <summary>A mirrored copy.</summary>
    public static void Flip(InputArray src, OutputArray dst, FlipMode flipCode) => Call.Done(NativeMethods.w2k_flip(Call.In(src), Call.Out(dst), (int)flipCode), dst, src);

    /// <summary>A turned copy.</summary>
    public static void Rotate(InputArray src, OutputArray dst, RotateFlags rotateCode) =>
        Call.Done(NativeMethods.w2k_rotate(Call.In(src), Call.Out(dst), (int)rotateCode), dst, src);

    /// <summary>The transposed matrix.</summary>
    public static void Transpose(InputArray src, OutputArray dst) => Call.Done(NativeMethods.w2k_transpose(Call.In(src), Call.Out(dst)), dst, src);

    /// <summary>Arrays side by side.</summary>
    public static void HConcat(IEnumerable<Mat> src, OutputArray dst) => Concat(0, src, dst);

    /// <summary>Two arrays side by side.</summary>
    public static void HConcat(InputArray src1, InputArray src2, OutputArray dst) => Concat(0, src1, src2, dst);

    /// <summary>Arrays one below the other.</summary>
    public static void VConcat(IEnumerable<Mat> src, OutputArray dst) => Concat(1, src, dst);

    /// <summary>Two arrays one below the other.</summary>
    public static void VConcat(InputArray src1, InputArray src2, OutputArray dst) => Concat(1, src1, src2, dst);

    /// <summary>A copy with a border.</summary>
    public static void CopyMakeBorder(InputArray src, OutputArray dst, int top, int bottom, int left, int right, BorderTypes borderType, Scalar? value = null) =>
        Call.Done(NativeMethods.w2k_copy_make_border(Call.In(src), Call.Out(dst), top, bottom, left, right, (int)borderType, value ?? default), dst, src);

    /// <summary>Each element's channels times a matrix.</summary>
    public static void Transform(InputArray src, OutputArray dst, InputArray m) => Call.Done(NativeMethods.w2k_transform(Call.In(src), Call.Out(dst), Call.In(m)), dst, src, m);

    private static Scalar ToScalar(double[] values)
    {
        var scalar = default(Scalar);
        for (int i = 0; i < Math.Min(4, values.Length); i++)
        {
            scalar[i] = values[i];
        }
        return scalar;
    }

    private static void Bitwise(int operation, InputArray src1, InputArray src2, OutputArray dst, InputArray? mask) =>
        Call.Done(NativeMethods.w2k_bitwise(operation, Call.In(src1), Call.In(src2), Call.Values(src1, src2), Call.Out(dst), Call.Optional(mask)), dst, src1, src2, mask);

    private static void Concat(int direction, InputArray src1, InputArray src2, OutputArray dst)
    {
        ArgumentNullException.ThrowIfNull(src1);
        ArgumentNullException.ThrowIfNull(src2);
        Concat(direction, [src1.Mat, src2.Mat], dst);
        Call.Done(0, null, src1, src2);
    }

    private static void Concat(int direction, IEnumerable<Mat> src, OutputArray dst)
    {
        using var list = new HandleList(src);
        Call.Done(NativeMethods.w2k_concat(direction, list.Pointers, list.Count, Call.Out(dst)), dst);
    }
}
