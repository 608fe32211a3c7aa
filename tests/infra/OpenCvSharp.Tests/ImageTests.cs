using Shouldly;
using Xunit;

namespace OpenCvSharp.Tests;

public sealed class ImageTests
{
    [Fact]
    public void Grey_is_the_weighted_sum_of_the_colours()
    {
        using var image = new Mat(1, 1, MatType.CV_8UC3, new Scalar(10, 100, 200));
        using var gray = new Mat();

        Cv2.CvtColor(image, gray, ColorConversionCodes.BGR2GRAY);

        gray.Get<byte>(0, 0).ShouldBe((byte)Math.Round((0.114 * 10) + (0.587 * 100) + (0.299 * 200)));
        Should.Throw<OpenCVException>(() => Cv2.CvtColor(gray, gray, ColorConversionCodes.BGR2GRAY));
        Should.Throw<OpenCVException>(() => Cv2.CvtColor(image, gray, (ColorConversionCodes)9999));
    }

    [Fact]
    public void Area_scaling_averages_blocks()
    {
        using Mat image = Mat.FromArray(new float[,] { { 1, 3, 10, 10 }, { 5, 7, 10, 14 } });
        using var half = new Mat();

        Cv2.Resize(image, half, new Size(2, 1), interpolation: InterpolationFlags.Area);

        half.AsSpan<float>().ToArray().ShouldBe([4f, 11f]);
        using Mat twice = image.Resize(default, 2, 2);
        twice.Size().ShouldBe(new Size(8, 4));
        Should.Throw<OpenCVException>(() => Cv2.Resize(image, half, default));
    }

    [Fact]
    public void A_sub_pixel_patch_is_interpolated_and_repeats_the_edge()
    {
        using Mat ramp = Ramp(20, 10);
        using var patch = new Mat();

        Cv2.GetRectSubPix(ramp, new Size(3, 3), new Point2f(5.25f, 4.5f), patch, MatType.CV_32F);
        patch.AsSpan<float>().ToArray().ShouldBe([At(4.25, 3.5), At(5.25, 3.5), At(6.25, 3.5), At(4.25, 4.5), At(5.25, 4.5), At(6.25, 4.5), At(4.25, 5.5), At(5.25, 5.5), At(6.25, 5.5)], 1e-4);

        Cv2.GetRectSubPix(ramp, new Size(3, 1), new Point2f(0, 0), patch);
        patch.AsSpan<float>().ToArray().ShouldBe([At(0, 0), At(0, 0), At(1, 0)], 1e-4);
        Should.Throw<OpenCVException>(() => Cv2.GetRectSubPix(ramp, new Size(3, 1), new Point2f(float.NaN, 0), patch));
        Should.Throw<OpenCVException>(() => Cv2.GetRectSubPix(ramp, new Size(0, 1), new Point2f(1, 1), patch));

        static float At(double x, double y) => (float)(x + (100 * y));
    }

    [Fact]
    public void An_affine_warp_moves_each_pixel_by_the_matrix()
    {
        using Mat image = Ramp(20, 10);
        using Mat shift = Mat.FromArray(new double[,] { { 1, 0, 2 }, { 0, 1, 3 } });
        using var moved = new Mat();

        Cv2.WarpAffine(image, moved, shift, new Size(20, 10), InterpolationFlags.Linear, BorderTypes.Constant, new Scalar(-1));

        moved.Get<float>(5, 7).ShouldBe(image.Get<float>(2, 5));
        moved.Get<float>(2, 7).ShouldBe(-1);
        using var inverse = new Mat();
        Cv2.InvertAffineTransform(shift, inverse);
        inverse.AsSpan<double>().ToArray().ShouldBe([1, 0, -2, 0, 1, -3]);
        using Mat wrong = Mat.Eye(3, 3, MatType.CV_64FC1);
        Should.Throw<OpenCVException>(() => Cv2.WarpAffine(image, moved, wrong, new Size(20, 10)));
    }

    [Fact]
    public void A_similarity_is_recovered_from_its_points_in_spite_of_outliers()
    {
        const double Angle = 0.3, Scale = 1.7;
        (double a, double b) = (Scale * Math.Cos(Angle), Scale * Math.Sin(Angle));
        var random = new Random(5);
        Point2f[] from = [.. Enumerable.Range(0, 40).Select(_ => new Point2f(random.NextSingle() * 100, random.NextSingle() * 100))];
        Point2f[] to = [.. from.Select((p, i) => i % 10 == 0 ? new Point2f(0, i) : new Point2f((float)((a * p.X) - (b * p.Y) + 5), (float)((b * p.X) + (a * p.Y) - 8)))];
        using InputArray source = InputArray.Create(from);
        using InputArray target = InputArray.Create(to);
        using var inliers = new Mat();

        using Mat? found = Cv2.EstimateAffinePartial2D(source, target, inliers);

        found.ShouldNotBeNull().AsSpan<double>().ToArray().ShouldBe([a, -b, 5, b, a, -8], 1e-4);
        Cv2.CountNonZero(inliers).ShouldBe(36);
        using Mat three = Cv2.GetAffineTransform(from[1..4], to[1..4]);
        three.AsSpan<double>().ToArray().ShouldBe([a, -b, 5, b, a, -8], 1e-3);
        using Mat turn = Cv2.GetRotationMatrix2D(new Point2f(0, 0), 90, 2);
        turn.AsSpan<double>().ToArray().ShouldBe([0, 2, 0, -2, 0, 0], 1e-12);
        Should.Throw<OpenCVException>(() => Cv2.GetAffineTransform(from[..2], to[..2]));
    }

    [Fact]
    public void Perspective_and_remapping_agree_with_their_definition()
    {
        using Mat image = Ramp(20, 10);
        using Mat perspective = Cv2.GetPerspectiveTransform([new(0, 0), new(10, 0), new(10, 5), new(0, 5)], [new(1, 2), new(11, 2), new(11, 7), new(1, 7)]);
        using var warped = new Mat();
        Cv2.WarpPerspective(image, warped, perspective, image.Size());
        warped.Get<float>(5, 6).ShouldBe(image.Get<float>(3, 5), 1e-3);

        using Mat x = new(1, 1, MatType.CV_32FC1, new Scalar(4.5));
        using Mat y = new(1, 1, MatType.CV_32FC1, new Scalar(2));
        using var sampled = new Mat();
        Cv2.Remap(image, sampled, x, y);
        sampled.Get<float>(0, 0).ShouldBe(204.5f, 1e-3);
    }

    [Fact]
    public void Arithmetic_takes_arrays_values_and_masks()
    {
        using Mat a = Mat.FromArray<byte>(10, 200, 30);
        using Mat b = Mat.FromArray<byte>(5, 100, 40);
        using var r = new Mat();

        Cv2.Add(a, b, r);
        Bytes(r).ShouldBe([15, 255, 70]);
        Cv2.Subtract(a, b, r);
        Bytes(r).ShouldBe([5, 100, 0]);
        Cv2.Subtract(a, new Scalar(20), r);
        Bytes(r).ShouldBe([0, 180, 10]);
        Cv2.Absdiff(a, b, r);
        Bytes(r).ShouldBe([5, 100, 10]);
        Cv2.Multiply(a, 0.5, r);
        Bytes(r).ShouldBe([5, 100, 15]);
        Cv2.Divide(a, b, r, 10);
        Bytes(r).ShouldBe([20, 20, 8]);
        Cv2.AddWeighted(a, 0.5, b, 2, 1, r);
        Bytes(r).ShouldBe([16, 255, 96]);
        Cv2.BitwiseAnd(a, b, r);
        Bytes(r).ShouldBe([10 & 5, 200 & 100, 30 & 40]);
        using Mat longer = Mat.FromArray<byte>(1, 2, 3, 4);
        Should.Throw<OpenCVException>(() => Cv2.Add(a, longer, r));
        Should.Throw<ArgumentNullException>(() => Cv2.Add(null!, a, r)).ParamName.ShouldBe("src1");
        Should.Throw<ArgumentNullException>(() => Cv2.Add(a, a, null!)).ParamName.ShouldBe("dst");

        static byte[] Bytes(Mat mat) => mat.AsSpan<byte>().ToArray();
    }

    [Fact]
    public void Statistics_are_those_of_the_values()
    {
        using Mat mat = Mat.FromArray(new float[,] { { 1, 5 }, { -3, 9 } });

        Cv2.Mean(mat).Val0.ShouldBe(3);
        Cv2.Sum(mat).Val0.ShouldBe(12);
        Cv2.MeanStdDev(mat, out Scalar mean, out Scalar deviation);
        mean.Val0.ShouldBe(3);
        deviation.Val0.ShouldBe(Math.Sqrt((4 + 4 + 36 + 36) / 4.0), 1e-6);
        Cv2.MinMaxLoc(mat, out double min, out double max, out Point minAt, out Point maxAt);
        (min, max, minAt, maxAt).ShouldBe((-3, 9, new Point(0, 1), new Point(1, 1)));
        Cv2.Norm(mat, NormTypes.L1).ShouldBe(18);
        Cv2.Norm(mat, mat).ShouldBe(0);
        using var scaled = new Mat();
        Cv2.Normalize(mat, scaled, 0, 1, NormTypes.MinMax);
        scaled.AsSpan<float>().ToArray().ShouldBe([4 / 12f, 8 / 12f, 0, 1], 1e-6);
        var list = new List<double>();
        using OutputArrayOfStructList<double> means = OutputArray.Create(list);
        Cv2.MeanStdDev(mat, means, scaled);
        list.ShouldBe([3.0]);
    }

    [Fact]
    public void Channels_are_split_and_merged()
    {
        using var image = new Mat(2, 2, MatType.CV_8UC3, new Scalar(1, 2, 3));
        Mat[] channels = Cv2.Split(image);
        using var merged = new Mat();

        Cv2.Merge([channels[2], channels[1], channels[0]], merged);

        channels.Length.ShouldBe(3);
        merged.Get<Vec3b>(1, 1).ShouldBe(new Vec3b(3, 2, 1));
        Should.Throw<OpenCVException>(() => Cv2.Merge([], merged));
    }

    [Fact]
    public void Pictures_are_mirrored_turned_joined_and_framed()
    {
        using Mat m = Mat.FromArray(new byte[,] { { 1, 2 }, { 3, 4 } });
        using var r = new Mat();

        Cv2.Flip(m, r, FlipMode.Y);
        r.AsSpan<byte>().ToArray().ShouldBe([2, 1, 4, 3]);
        Cv2.Rotate(m, r, RotateFlags.Rotate90Clockwise);
        r.AsSpan<byte>().ToArray().ShouldBe([3, 1, 4, 2]);
        Cv2.Transpose(m, r);
        r.AsSpan<byte>().ToArray().ShouldBe([1, 3, 2, 4]);
        Cv2.HConcat(m, m, r);
        r.AsSpan<byte>().ToArray().ShouldBe([1, 2, 1, 2, 3, 4, 3, 4]);
        Cv2.VConcat([m, m], r);
        r.Size().ShouldBe(new Size(2, 4));
        Cv2.CopyMakeBorder(m, r, 0, 0, 1, 1, BorderTypes.Replicate);
        r.AsSpan<byte>().ToArray().ShouldBe([1, 1, 2, 2, 3, 3, 4, 4]);
        Should.Throw<OpenCVException>(() => Cv2.CopyMakeBorder(m, r, -1, 0, 0, 0, BorderTypes.Constant));
    }

    [Fact]
    public void Filters_compute_their_definition()
    {
        using Mat dot = Mat.Zeros(5, 5, MatType.CV_32FC1);
        dot.Set(2, 2, 9f);
        using var r = new Mat();

        Cv2.Blur(dot, r, new Size(3, 3));
        r.Get<float>(1, 1).ShouldBe(1, 1e-5f);
        Cv2.GaussianBlur(dot, r, new Size(3, 3), 0.8);
        double side = Math.Exp(-1 / (2 * 0.64));
        r.Get<float>(2, 2).ShouldBe((float)(9 / Math.Pow(1 + (2 * side), 2)), 1e-4f);
        Cv2.Laplacian(dot, r, MatType.CV_32F);
        r.Get<float>(2, 2).ShouldBe(-36);
        r.Get<float>(2, 1).ShouldBe(9);
        using Mat kernel = Mat.FromArray(new float[,] { { 0, 0, 1 } });
        Cv2.Filter2D(dot, r, -1, kernel);
        r.Get<float>(2, 1).ShouldBe(9);
        Cv2.Sobel(dot, r, MatType.CV_32F, 1, 0);
        r.Get<float>(2, 1).ShouldBe(18);
        Cv2.MedianBlur(dot, r, 3);
        Cv2.Sum(r).Val0.ShouldBe(0);
        Cv2.Dilate(dot, r, null);
        Cv2.CountNonZero(r).ShouldBe(9);
        using Mat cross = Cv2.GetStructuringElement(MorphShapes.Cross, new Size(3, 3));
        Cv2.Dilate(dot, r, cross);
        Cv2.CountNonZero(r).ShouldBe(5);
        Cv2.Erode(dot, r, null);
        Cv2.CountNonZero(r).ShouldBe(0);
        Cv2.Threshold(dot, r, 3, 1, ThresholdTypes.Binary).ShouldBe(3);
        Cv2.Sum(r).Val0.ShouldBe(1);
        Cv2.Integral(dot, r);
        r.Get<double>(5, 5).ShouldBe(9);
        Should.Throw<OpenCVException>(() => Cv2.MedianBlur(dot, r, 2));
        Should.Throw<OpenCVException>(() => Cv2.GaussianBlur(dot, r, new Size(2, 2), 1));
        Should.Throw<OpenCVException>(() => Cv2.Blur(dot, r, new Size(0, 0)));
    }

    [Fact]
    public void A_histogram_counts_and_is_evened_out()
    {
        using Mat gray = Mat.FromArray(new byte[,] { { 10, 10, 200, 250 } });
        using var histogram = new Mat();
        Cv2.CalcHist([gray], [0], null, histogram, 1, [4], [new Rangef(0, 256)]);
        histogram.AsSpan<float>().ToArray().ShouldBe([2f, 0, 0, 2]);
        using var even = new Mat();
        Cv2.EqualizeHist(gray, even);
        even.AsSpan<byte>().ToArray().ShouldBe([0, 0, 128, 255]);
        Should.Throw<OpenCVException>(() => Cv2.CalcHist([gray], [7], null, histogram, 1, [4], [new Rangef(0, 256)]));
    }

    [Fact]
    public void A_template_is_found_where_it_was_cut_out()
    {
        using Mat image = Noise(60, 40);
        using Mat part = image[new Rect(23, 11, 9, 7)];
        using var fit = new Mat();

        Cv2.MatchTemplate(image, part, fit, TemplateMatchModes.CCoeffNormed);

        Cv2.MinMaxLoc(fit, out _, out double best, out _, out Point at);
        at.ShouldBe(new Point(23, 11));
        best.ShouldBe(1, 1e-4);
    }

    [Fact]
    public void Points_are_followed_from_frame_to_frame()
    {
        using Mat first = Noise(120, 100);
        Cv2.GaussianBlur(first, first, new Size(0, 0), 2);
        using Mat shift = Mat.FromArray(new double[,] { { 1, 0, 2.5 }, { 0, 1, -1.25 } });
        using var second = new Mat();
        Cv2.WarpAffine(first, second, shift, first.Size());
        Point2f[] points = Cv2.GoodFeaturesToTrack(first[new Rect(0, 0, 120, 100)], 20, 0.01, 10, null, 3, false, 0.04);
        points.Length.ShouldBeGreaterThan(5);
        Point2f[] inner = [.. points.Where(p => p.X is > 20 and < 100 && p.Y is > 20 and < 80)];
        Point2f[] moved = [];

        Cv2.CalcOpticalFlowPyrLK(first, second, inner, ref moved, out byte[] status, out float[] errors);

        status.ShouldAllBe(found => found == 1);
        errors.Length.ShouldBe(inner.Length);
        for (int i = 0; i < inner.Length; i++)
        {
            (moved[i] - inner[i]).DistanceTo(new Point2f(2.5f, -1.25f)).ShouldBeLessThan(0.1);
        }
        Cv2.CalcOpticalFlowPyrLK(first, second, [], ref moved, out status, out _);
        status.ShouldBeEmpty();
        using var smaller = new Mat(50, 50, MatType.CV_8UC1, Scalar.All(0));
        Should.Throw<OpenCVException>(() => Cv2.CalcOpticalFlowPyrLK(first, smaller, inner, ref moved, out _, out _));
    }

    [Fact]
    public void Shapes_around_points_are_found()
    {
        Point[] points = [new(0, 0), new(4, 0), new(4, 4), new(0, 4), new(2, 2)];

        Cv2.BoundingRect(points).ShouldBe(new Rect(0, 0, 5, 5));
        Cv2.ConvexHull(points).ShouldBe([new(4, 0), new(4, 4), new(0, 4), new(0, 0)], ignoreOrder: true);
        Cv2.BoundingRect(new Point2f[] { new(0.5f, 0.5f), new(3.2f, 1) }).ShouldBe(new Rect(0, 0, 4, 2));
    }

    [Fact]
    public void Drawing_sets_the_pixels_of_the_figure()
    {
        Drawn(m => Cv2.Line(m, 2, 10, 27, 10, Scalar.White)).ShouldBe(26);
        Drawn(m => Cv2.Line(m, new Point(2, 2), new Point(27, 27), Scalar.White, 1, LineTypes.AntiAlias)).ShouldBeGreaterThan(26);
        Drawn(m => Cv2.Rectangle(m, new Rect(3, 4, 10, 5), Scalar.White, -1)).ShouldBe(50);
        Drawn(m => Cv2.Rectangle(m, new Point(3, 4), new Point(12, 8), Scalar.White)).ShouldBe(26);
        Drawn(m => Cv2.Circle(m, 15, 15, 10, Scalar.White, -1)).ShouldBeInRange(300, 330);
        Drawn(m => Cv2.Ellipse(m, new Point(15, 15), new Size(10, 5), 0, 0, 360, Scalar.White, -1)).ShouldBeInRange(150, 200);
        Drawn(m => Cv2.Ellipse(m, new RotatedRect(new Point2f(15, 15), new Size2f(20, 10), 30), Scalar.White, -1)).ShouldBeInRange(150, 200);
        Drawn(m => Cv2.FillPoly(m, [[new(2, 2), new(22, 2), new(22, 22), new(2, 22)], [new(8, 8), new(16, 8), new(16, 16), new(8, 16)]], Scalar.White)).ShouldBe((21 * 21) - (7 * 7));
        Drawn(m => Cv2.FillConvexPoly(m, [new Point(2, 2), new(11, 2), new(11, 11), new(2, 11)], Scalar.White)).ShouldBe(100);
        Drawn(m => Cv2.Polylines(m, [[new(2, 2), new(11, 2), new(11, 11)]], false, Scalar.White)).ShouldBe(19);
        Drawn(m => Cv2.Polylines(m, [], true, Scalar.White)).ShouldBe(0);
        Drawn(m => Cv2.ArrowedLine(m, new Point(2, 15), new Point(25, 15), Scalar.White, tipLength: 0.3)).ShouldBeGreaterThan(24);
        Drawn(m => Cv2.PutText(m, "O", new Point(5, 25), HersheyFonts.HersheySimplex, 0.8, Scalar.White)).ShouldBeGreaterThan(10);
        // fractions of a pixel, by 4 bits
        Drawn(m => Cv2.Circle(m, new Point(15 * 16, 15 * 16), 10 * 16, Scalar.White, -1, LineTypes.Link8, 4)).ShouldBeInRange(300, 350);
        using Mat points = Mat.FromArray(new Point(2, 2), new Point(11, 2), new Point(11, 11), new Point(2, 11));
        Drawn(m => Cv2.FillPoly((InputOutputArray)m, points, Scalar.White)).ShouldBe(100);
        Size text = Cv2.GetTextSize("Wav2Kp", HersheyFonts.HersheySimplex, 1, 1, out int baseLine);
        text.Width.ShouldBeGreaterThan(text.Height);
        baseLine.ShouldBeGreaterThan(0);

        static int Drawn(Action<Mat> draw)
        {
            using Mat canvas = Mat.Zeros(30, 30, MatType.CV_8UC1);
            draw(canvas);
            return Cv2.CountNonZero(canvas);
        }
    }

    [Fact]
    public void Drawing_that_cannot_be_done_throws()
    {
        using Mat canvas = Mat.Zeros(30, 30, MatType.CV_8UC1);

        Should.Throw<OpenCVException>(() => Cv2.Line(canvas, 0, 0, 5, 5, Scalar.White, 100_000));
        Should.Throw<OpenCVException>(() => Cv2.Circle(canvas, 5, 5, -1, Scalar.White));
        Should.Throw<OpenCVException>(() => Cv2.Line(canvas, 0, 0, 5, 5, Scalar.White, shift: 40));
        Should.Throw<OpenCVException>(() => Cv2.PutText(canvas, "x", new Point(1, 1), (HersheyFonts)12, 1, Scalar.White));
        Should.Throw<OpenCVException>(() => Cv2.Ellipse(canvas, new Point(5, 5), new Size(3, 3), double.NaN, 0, 360, Scalar.White));
        Should.Throw<ArgumentException>(() => Cv2.Polylines(canvas, [null!], true, Scalar.White));
    }

    [Fact]
    public void Input_that_OpenCV_would_not_survive_throws()
    {
        using Mat gray = Mat.Zeros(30, 30, MatType.CV_8UC1);
        using Mat half = Mat.Zeros(30, 30, MatType.CV_16FC1);
        using Mat cube = Mat.Zeros(MatType.CV_8UC1, 3, 4, 5);
        using Mat small = Mat.Zeros(2, 2, MatType.CV_8UC1);
        using var empty = new Mat();
        using var result = new Mat();

        Should.Throw<OpenCVException>(() => Cv2.Split(half)).Message.ShouldContain("half precision");
        Should.Throw<OpenCVException>(() => Cv2.Filter2D(gray, result, MatType.CV_16F, small)).Message.ShouldContain("half precision");
        Should.Throw<OpenCVException>(() => Cv2.Mean(empty, gray)).Message.ShouldContain("mask");
        Should.Throw<OpenCVException>(() => Cv2.Divide(cube, empty, result));
        Should.Throw<OpenCVException>(() => Cv2.Merge([empty, empty], result));
        Should.Throw<OpenCVException>(() => Cv2.WarpPerspective(cube, result, new float[3, 3], new Size(9, 9))).Message.ShouldContain("dimensions");
        Should.Throw<OpenCVException>(() => Cv2.FillPoly(cube, [[new(0, 0), new(1, 1), new(2, 0)]], Scalar.White)).Message.ShouldContain("dimensions");
        Should.Throw<OpenCVException>(() => Cv2.FillPoly(gray, [[new(0, int.MinValue), new(1, int.MaxValue), new(2, 0)]], Scalar.White)).Message.ShouldContain("pixels away");
        Should.Throw<OpenCVException>(() => Cv2.ArrowedLine(gray, new Point(0, 0), new Point(9, 9), Scalar.White, tipLength: double.NaN));
        Should.Throw<OpenCVException>(() => Cv2.GoodFeaturesToTrack(gray, 5, 0.1, double.PositiveInfinity, null, 3, false, 0.04));
        using Mat flat = new(1, 0, MatType.CV_8UC1);
        Should.Throw<OpenCVException>(() => flat.Resize(3));
    }

    [Fact]
    public void Named_colours_are_in_the_order_blue_green_red()
    {
        Scalar.Orange.ShouldBe(new Scalar(0, 165, 255));
        Scalar.FromRgb(1, 2, 3).ShouldBe(new Scalar(3, 2, 1));
        ((Scalar)5.0).ShouldBe(new Scalar(5));
        Scalar.White.ToVec3b().ShouldBe(new Vec3b(255, 255, 255));
    }

    [Fact]
    public void Pictures_survive_their_files()
    {
        using Mat image = Noise(16, 12);
        using Mat color = image.CvtColor(ColorConversionCodes.GRAY2BGR);
        using var folder = new TestFolder();
        string path = folder["ein Bild ä 声.png"];

        Cv2.ImWrite(path, color).ShouldBeTrue();
        using Mat read = Cv2.ImRead(path);
        Cv2.Norm(read, color).ShouldBe(0);
        using Mat gray = Mat.FromImageData(File.ReadAllBytes(path), ImreadModes.Grayscale);
        Cv2.Norm(gray, image).ShouldBe(0);
        Cv2.ImEncode(".jpg", color, out byte[] small, new ImageEncodingParam(ImwriteFlags.JpegQuality, 10));
        color.ToBytes(".jpg", [(int)ImwriteFlags.JpegQuality, 100]).Length.ShouldBeGreaterThan(small.Length);
        using Mat jpeg = Cv2.ImDecode(small, ImreadModes.Color);
        jpeg.Size().ShouldBe(new Size(16, 12));
    }

    [Fact]
    public void What_is_no_picture_is_empty_and_what_cannot_be_written_throws()
    {
        using Mat missing = Cv2.ImRead("/no/such/file.png");
        missing.Empty().ShouldBeTrue();
        using Mat noise = Cv2.ImDecode([1, 2, 3, 4], ImreadModes.Color);
        noise.Empty().ShouldBeTrue();
        byte[] half = HalfAPicture();
        using Mat truncated = Cv2.ImDecode(half, ImreadModes.Color);
        Should.Throw<ArgumentException>(() => Cv2.ImDecode(Array.Empty<byte>(), ImreadModes.Color));
        using Mat image = Noise(4, 4);
        Should.Throw<OpenCVException>(() => Cv2.ImWrite("x.nosuchformat", image));
        Should.Throw<OpenCVException>(() => image.ToBytes(".nosuchformat"));
        Should.Throw<OpenCVException>(() => Cv2.ImWrite("x.png", missing));
        Cv2.ImWrite("/no/such/folder/x.png", image).ShouldBeFalse();

        static byte[] HalfAPicture()
        {
            using Mat whole = Noise(64, 64);
            byte[] png = whole.ToBytes(".png");
            return png[..(png.Length / 2)];
        }
    }

    [Fact]
    public void Threads_are_set_and_the_version_is_told()
    {
        Cv2.SetNumThreads(2);
        Cv2.GetNumThreads().ShouldBe(2);
        Cv2.SetNumThreads(-1);
        Cv2.GetVersionString().ShouldNotBeNull().ShouldStartWith("4.");
    }

    private static Mat Ramp(int width, int height)
    {
        var mat = new Mat(height, width, MatType.CV_32FC1);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                mat.Set(y, x, x + (100f * y));
            }
        }
        return mat;
    }

    private static Mat Noise(int width, int height)
    {
        byte[] values = new byte[width * height];
        new Random(1).NextBytes(values);
        var mat = new Mat(height, width, MatType.CV_8UC1);
        mat.SetArray(values);
        return mat;
    }
}
