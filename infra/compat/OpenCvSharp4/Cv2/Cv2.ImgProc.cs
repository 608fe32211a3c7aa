using OpenCvSharp.Native;

namespace OpenCvSharp;

/// <content>Geometry, filters, shapes.</content>
public static partial class Cv2
{
    /// <summary>A copy of another size: dsize in pixels, or by the factors fx and fy.</summary>
    public static void Resize(InputArray src, OutputArray dst, Size dsize, double fx = 0, double fy = 0, InterpolationFlags interpolation = InterpolationFlags.Linear) =>
        Call.Done(NativeMethods.w2k_resize(Call.In(src), Call.Out(dst), dsize, fx, fy, (int)interpolation), dst, src);

    /// <summary>A patch about a centre with sub-pixel accuracy; edges are repeated outside.</summary>
    public static void GetRectSubPix(InputArray image, Size patchSize, Point2f center, OutputArray patch, int patchType = -1) =>
        Call.Done(NativeMethods.w2k_get_rect_sub_pix(Call.In(image), patchSize, center, Call.Out(patch), patchType), patch, image);

    /// <summary>dst(x, y) = src(M^-1 (x, y)) for an affine 2 x 3 matrix M, or M itself with WarpInverseMap.</summary>
    public static void WarpAffine(
        InputArray src, OutputArray dst, InputArray m, Size dsize, InterpolationFlags flags = InterpolationFlags.Linear, BorderTypes borderMode = BorderTypes.Constant, Scalar? borderValue = null) =>
        Call.Done(NativeMethods.w2k_warp_affine(Call.In(src), Call.Out(dst), Call.In(m), dsize, (int)flags, (int)borderMode, borderValue ?? default), dst, src, m);

    /// <summary>As <see cref="WarpAffine"/> for a projective 3 x 3 matrix.</summary>
    public static void WarpPerspective(
        InputArray src, OutputArray dst, InputArray m, Size dsize, InterpolationFlags flags = InterpolationFlags.Linear, BorderTypes borderMode = BorderTypes.Constant, Scalar? borderValue = null) =>
        Call.Done(NativeMethods.w2k_warp_perspective(Call.In(src), Call.Out(dst), Call.In(m), dsize, (int)flags, (int)borderMode, borderValue ?? default), dst, src, m);

    /// <summary>As <see cref="WarpAffine"/> for a projective 3 x 3 matrix.</summary>
    public static void WarpPerspective(
        InputArray src, OutputArray dst, float[,] m, Size dsize, InterpolationFlags flags = InterpolationFlags.Linear, BorderTypes borderMode = BorderTypes.Constant, Scalar? borderValue = null)
    {
        using Mat matrix = Mat.FromArray(m);
        WarpPerspective(src, dst, (InputArray)matrix, dsize, flags, borderMode, borderValue);
    }

    /// <summary>dst(x, y) = src(map1(x, y), map2(x, y)).</summary>
    public static void Remap(
        InputArray src, OutputArray dst, InputArray map1, InputArray map2, InterpolationFlags interpolation = InterpolationFlags.Linear, BorderTypes borderMode = BorderTypes.Constant, Scalar? borderValue = null) =>
        Call.Done(NativeMethods.w2k_remap(Call.In(src), Call.Out(dst), Call.In(map1), Call.In(map2), (int)interpolation, (int)borderMode, borderValue ?? default), dst, src, map1, map2);

    /// <summary>The affine 2 x 3 matrix of a turn about a centre: degrees, counter-clockwise, and a scale.</summary>
    public static Mat GetRotationMatrix2D(Point2f center, double angle, double scale) =>
        Made(result => NativeMethods.w2k_get_rotation_matrix(center, angle, scale, result.Handle));

    /// <summary>The inverse of an affine 2 x 3 matrix.</summary>
    public static void InvertAffineTransform(InputArray m, OutputArray im) => Call.Done(NativeMethods.w2k_invert_affine(Call.In(m), Call.Out(im)), im, m);

    /// <summary>The affine 2 x 3 matrix that takes three points to three others.</summary>
    public static Mat GetAffineTransform(IEnumerable<Point2f> src, IEnumerable<Point2f> dst)
    {
        using Mat from = Mat.FromArray(src);
        using Mat to = Mat.FromArray(dst);
        return GetAffineTransform((InputArray)from, to);
    }

    /// <summary>The affine 2 x 3 matrix that takes three points to three others.</summary>
    public static Mat GetAffineTransform(InputArray src, InputArray dst) => Made(result => NativeMethods.w2k_get_affine(Call.In(src), Call.In(dst), result.Handle), src, dst);

    /// <summary>The projective 3 x 3 matrix that takes four points to four others.</summary>
    public static Mat GetPerspectiveTransform(IEnumerable<Point2f> src, IEnumerable<Point2f> dst)
    {
        using Mat from = Mat.FromArray(src);
        using Mat to = Mat.FromArray(dst);
        return GetPerspectiveTransform((InputArray)from, to);
    }

    /// <summary>The projective 3 x 3 matrix that takes four points to four others.</summary>
    public static Mat GetPerspectiveTransform(InputArray src, InputArray dst) =>
        Made(result => NativeMethods.w2k_get_perspective(Call.In(src), Call.In(dst), result.Handle), src, dst);

    /// <summary>The affine 2 x 3 matrix that takes most points of one set to those of another; empty (or null) when there is none.</summary>
    public static Mat? EstimateAffine2D(
        InputArray from,
        InputArray to,
        OutputArray? inliers = null,
        RobustEstimationAlgorithms method = RobustEstimationAlgorithms.RANSAC,
        double ransacReprojThreshold = 3,
        ulong maxIters = 2000,
        double confidence = 0.99,
        ulong refineIters = 10) => Estimate(0, from, to, inliers, method, ransacReprojThreshold, maxIters, confidence, refineIters);

    /// <summary>As <see cref="EstimateAffine2D"/> for a similarity: turn, uniform scale, shift.</summary>
    public static Mat? EstimateAffinePartial2D(
        InputArray from,
        InputArray to,
        OutputArray? inliers = null,
        RobustEstimationAlgorithms method = RobustEstimationAlgorithms.RANSAC,
        double ransacReprojThreshold = 3,
        ulong maxIters = 2000,
        double confidence = 0.99,
        ulong refineIters = 10) => Estimate(1, from, to, inliers, method, ransacReprojThreshold, maxIters, confidence, refineIters);

    /// <summary>A copy in other colours.</summary>
    public static void CvtColor(InputArray src, OutputArray dst, ColorConversionCodes code, int dstCn = 0) =>
        Call.Done(NativeMethods.w2k_cvt_color(Call.In(src), Call.Out(dst), (int)code, dstCn), dst, src);

    /// <summary>The median of squares of ksize x ksize pixels (odd).</summary>
    public static void MedianBlur(InputArray src, OutputArray dst, int ksize) => Call.Done(NativeMethods.w2k_median_blur(Call.In(src), Call.Out(dst), ksize), dst, src);

    /// <summary>A Gaussian filter: odd sizes, or 0 to take them from sigma.</summary>
    public static void GaussianBlur(InputArray src, OutputArray dst, Size ksize, double sigmaX, double sigmaY = 0, BorderTypes borderType = BorderTypes.Default) =>
        Call.Done(NativeMethods.w2k_gaussian_blur(Call.In(src), Call.Out(dst), ksize, sigmaX, sigmaY, (int)borderType), dst, src);

    /// <summary>The mean of rectangles of pixels.</summary>
    public static void Blur(InputArray src, OutputArray dst, Size ksize, Point? anchor = null, BorderTypes borderType = BorderTypes.Default) =>
        Call.Done(NativeMethods.w2k_blur(Call.In(src), Call.Out(dst), ksize, anchor ?? new Point(-1, -1), (int)borderType), dst, src);

    /// <summary>The correlation with a kernel.</summary>
    public static void Filter2D(
        InputArray src, OutputArray dst, MatType ddepth, InputArray kernel, Point? anchor = null, double delta = 0, BorderTypes borderType = BorderTypes.Default) =>
        Call.Done(NativeMethods.w2k_filter(Call.In(src), Call.Out(dst), ddepth.Value, Call.In(kernel), anchor ?? new Point(-1, -1), delta, (int)borderType), dst, src, kernel);

    /// <summary>A derivative.</summary>
    public static void Sobel(
        InputArray src, OutputArray dst, MatType ddepth, int xorder, int yorder, int ksize = 3, double scale = 1, double delta = 0, BorderTypes borderType = BorderTypes.Default) =>
        Call.Done(NativeMethods.w2k_sobel(Call.In(src), Call.Out(dst), ddepth.Value, xorder, yorder, ksize, scale, delta, (int)borderType), dst, src);

    /// <summary>The sum of the second derivatives.</summary>
    public static void Laplacian(InputArray src, OutputArray dst, MatType ddepth, int ksize = 1, double scale = 1, double delta = 0, BorderTypes borderType = BorderTypes.Default) =>
        Call.Done(NativeMethods.w2k_laplacian(Call.In(src), Call.Out(dst), ddepth.Value, ksize, scale, delta, (int)borderType), dst, src);

    /// <summary>Edges of an image.</summary>
    public static void Canny(InputArray src, OutputArray edges, double threshold1, double threshold2, int apertureSize = 3, bool L2gradient = false) =>
        Call.Done(NativeMethods.w2k_canny(Call.In(src), Call.Out(edges), threshold1, threshold2, apertureSize, L2gradient ? 1 : 0), edges, src);

    /// <summary>Edges from derivatives.</summary>
    public static void Canny(InputArray dx, InputArray dy, OutputArray edges, double threshold1, double threshold2, bool L2gradient = false) =>
        Call.Done(NativeMethods.w2k_canny_gradients(Call.In(dx), Call.In(dy), Call.Out(edges), threshold1, threshold2, L2gradient ? 1 : 0), edges, dx, dy);

    /// <summary>The greatest value under an element (3 x 3 when null).</summary>
    public static void Dilate(
        InputArray src, OutputArray dst, InputArray? element, Point? anchor = null, int iterations = 1, BorderTypes borderType = BorderTypes.Constant, Scalar? borderValue = null) =>
        Morphology(1, src, dst, element, anchor, iterations, borderType, borderValue);

    /// <summary>The least value under an element (3 x 3 when null).</summary>
    public static void Erode(
        InputArray src, OutputArray dst, InputArray? element, Point? anchor = null, int iterations = 1, BorderTypes borderType = BorderTypes.Constant, Scalar? borderValue = null) =>
        Morphology(0, src, dst, element, anchor, iterations, borderType, borderValue);

    /// <summary>An element of a shape.</summary>
    public static Mat GetStructuringElement(MorphShapes shape, Size ksize) => GetStructuringElement(shape, ksize, new Point(-1, -1));

    /// <summary>An element of a shape.</summary>
    public static Mat GetStructuringElement(MorphShapes shape, Size ksize, Point anchor) =>
        Made(result => NativeMethods.w2k_structuring_element((int)shape, ksize, anchor, result.Handle));

    /// <summary>Sets values by whether they exceed a threshold, and returns it.</summary>
    public static double Threshold(InputArray src, OutputArray dst, double thresh, double maxval, ThresholdTypes type)
    {
        Call.Done(NativeMethods.w2k_threshold(Call.In(src), Call.Out(dst), thresh, maxval, (int)type, out double used), dst, src);
        return used;
    }

    /// <summary>Spreads the grey values evenly.</summary>
    public static void EqualizeHist(InputArray src, OutputArray dst) => Call.Done(NativeMethods.w2k_equalize_hist(Call.In(src), Call.Out(dst)), dst, src);

    /// <summary>How well a template fits at each place.</summary>
    public static void MatchTemplate(InputArray image, InputArray templ, OutputArray result, TemplateMatchModes method, InputArray? mask = null) =>
        Call.Done(NativeMethods.w2k_match_template(Call.In(image), Call.In(templ), Call.Out(result), (int)method, Call.Optional(mask)), result, image, templ, mask);

    /// <summary>The sums of all pixels above and left of each corner.</summary>
    public static void Integral(InputArray src, OutputArray sum, MatType? sdepth = null) =>
        Call.Done(NativeMethods.w2k_integral(Call.In(src), Call.Out(sum), sdepth?.Value ?? -1), sum, src);

    /// <summary>How often values occur: a dimension for each of the channels, with bins of equal width.</summary>
    /// <exception cref="NotSupportedException"><paramref name="uniform"/> is false.</exception>
    public static void CalcHist(
        Mat[] images, int[] channels, InputArray? mask, OutputArray hist, int dims, int[] histSize, Rangef[] ranges, bool uniform = true, bool accumulate = false)
    {
        ArgumentNullException.ThrowIfNull(channels);
        ArgumentNullException.ThrowIfNull(histSize);
        ArgumentNullException.ThrowIfNull(ranges);
        if (!uniform)
        {
            throw new NotSupportedException("Bins are of equal width: ranges hold a least value and a limit.");
        }
        if (channels.Length != dims || histSize.Length != dims || ranges.Length != dims)
        {
            throw new ArgumentException($"A histogram of {dims} dimensions needs as many channels, sizes and ranges.", nameof(dims));
        }
        using var list = new HandleList(images);
        float[] limits = [.. ranges.SelectMany(range => new[] { range.Start, range.End })];
        Call.Done(
            NativeMethods.w2k_calc_hist(
                list.Pointers, list.Count, channels, channels.Length, Call.Optional(mask), Call.Out(hist), histSize, histSize.Length, limits, limits.Length, accumulate ? 1 : 0),
            hist,
            mask);
    }

    /// <summary>The smallest upright rectangle around points.</summary>
    public static Rect BoundingRect(InputArray curve)
    {
        Call.Done(NativeMethods.w2k_bounding_rect(Call.In(curve), out Rect rect), null, curve);
        return rect;
    }

    /// <summary>The smallest upright rectangle around points.</summary>
    public static Rect BoundingRect(IEnumerable<Point> curve)
    {
        using Mat points = Mat.FromArray(curve);
        return BoundingRect((InputArray)points);
    }

    /// <summary>The smallest upright rectangle around points.</summary>
    public static Rect BoundingRect(IEnumerable<Point2f> curve)
    {
        using Mat points = Mat.FromArray(curve);
        return BoundingRect((InputArray)points);
    }

    /// <summary>The convex hull of points: points, or their indices.</summary>
    public static void ConvexHull(InputArray points, OutputArray hull, bool clockwise = false, bool returnPoints = true) =>
        Call.Done(NativeMethods.w2k_convex_hull(Call.In(points), Call.Out(hull), clockwise ? 1 : 0, returnPoints ? 1 : 0), hull, points);

    /// <summary>The convex hull of points.</summary>
    public static Point[] ConvexHull(IEnumerable<Point> points, bool clockwise = false) => Hull(Mat.FromArray(points), clockwise);

    /// <summary>The convex hull of points.</summary>
    public static Point2f[] ConvexHull(IEnumerable<Point2f> points, bool clockwise = false) => Hull(Mat.FromArray(points), clockwise);

    private static Mat Made(Func<Mat, int> make, params ReadOnlySpan<InputArray?> inputs)
    {
        var result = new Mat();
        try
        {
            Call.Done(make(result), null, inputs);
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    private static Mat Estimate(
        int partial, InputArray from, InputArray to, OutputArray? inliers, RobustEstimationAlgorithms method, double threshold, ulong iterations, double confidence, ulong refinements)
    {
        Mat result = Made(
            matrix => NativeMethods.w2k_estimate_affine(
                partial, Call.In(from), Call.In(to), Call.Optional(inliers), (int)method, threshold, iterations, confidence, refinements, matrix.Handle),
            from,
            to);
        inliers?.Assign();
        return result;
    }

    private static unsafe void Morphology(
        int operation, InputArray src, OutputArray dst, InputArray? element, Point? anchor, int iterations, BorderTypes border, Scalar? value)
    {
        Scalar fill = value ?? default;
        int status = NativeMethods.w2k_morphology(
            operation, Call.In(src), Call.Out(dst), Call.Optional(element), anchor ?? new Point(-1, -1), iterations, (int)border, value is null ? null : &fill);
        Call.Done(status, dst, src, element);
    }

    private static T[] Hull<T>(Mat<T> points, bool clockwise)
        where T : unmanaged
    {
        using (points)
        {
            if (points.Empty())
            {
                return [];
            }
            using var hull = new Mat();
            ConvexHull((InputArray)points, hull, clockwise);
            return Call.Values<T>(hull);
        }
    }
}
