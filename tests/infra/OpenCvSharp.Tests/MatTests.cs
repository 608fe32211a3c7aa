using Shouldly;
using Xunit;

namespace OpenCvSharp.Tests;

public sealed class MatTests
{
    [Fact]
    public void An_array_knows_its_shape_and_holds_the_value_it_was_filled_with()
    {
        using var mat = new Mat(3, 5, MatType.CV_8UC3, new Scalar(1, 2, 3));

        (mat.Rows, mat.Cols, mat.Height, mat.Width, mat.Dims).ShouldBe((3, 5, 3, 5, 2));
        mat.Size().ShouldBe(new Size(5, 3));
        mat.Type().ShouldBe(MatType.CV_8UC3);
        (mat.Channels(), mat.Depth(), mat.ElemSize(), mat.ElemSize1(), mat.Step(), mat.Total()).ShouldBe((3, MatType.CV_8U, 3, 1, 15, 15));
        mat.Get<Vec3b>(2, 4).ShouldBe(new Vec3b(1, 2, 3));
        mat.Empty().ShouldBeFalse();
        using var empty = new Mat();
        empty.Empty().ShouldBeTrue();
        mat.ToString().ShouldBe("Mat [ 3*5*CV_8UC3, IsContinuous=True, IsSubmatrix=False ]");
    }

    [Fact]
    public void A_part_shares_memory_and_outlives_the_whole()
    {
        var whole = new Mat(4, 4, MatType.CV_32SC1, new Scalar(0));
        using Mat part = whole[new Rect(1, 2, 2, 2)];
        part.SetTo(new Scalar(7));
        whole.Get<int>(2, 1).ShouldBe(7);
        whole.Get<int>(1, 1).ShouldBe(0);

        whole.Dispose();

        part.Get<int>(1, 1).ShouldBe(7);
        part.IsContinuous().ShouldBeFalse();
        part.IsSubmatrix().ShouldBeTrue();
        part.GetArray(out int[] values);
        values.ShouldBe([7, 7, 7, 7]);
        Should.Throw<InvalidOperationException>(() => part.AsSpan<int>().Length).Message.ShouldContain("AsRows");
        part.AsRows<int>()[1].ToArray().ShouldBe([7, 7]);
    }

    [Fact]
    public void Every_form_of_a_part_is_the_same_part()
    {
        using Mat mat = Mat.FromArray(new[,] { { 1, 2, 3 }, { 4, 5, 6 }, { 7, 8, 9 } });

        Values(mat[1, 3, 0, 2]).ShouldBe([4, 5, 7, 8]);
        Values(mat[1..3, ..2]).ShouldBe([4, 5, 7, 8]);
        Values(mat[new Range(1, 3), new Range(0, 2)]).ShouldBe([4, 5, 7, 8]);
        Values(mat.SubMat(new Rect(0, 1, 2, 2))).ShouldBe([4, 5, 7, 8]);
        Values(mat.Row(1)).ShouldBe([4, 5, 6]);
        Values(mat.Col(2)).ShouldBe([3, 6, 9]);
        Values(mat.RowRange(^1..)).ShouldBe([7, 8, 9]);
        Values(mat.Diag()).ShouldBe([1, 5, 9]);
        using Mat ones = Mat.Ones(2, 2, MatType.CV_32SC1);
        mat[new Rect(1, 1, 2, 2)] = ones;
        Values(mat).ShouldBe([1, 2, 3, 4, 1, 1, 7, 1, 1]);
        Should.Throw<ArgumentException>(() => mat[new Rect(0, 0, 1, 1)] = ones);

        static int[] Values(Mat part)
        {
            part.GetArray(out int[] values);
            return values;
        }
    }

    [Theory]
    [InlineData(-1, 0, 2, 2)]
    [InlineData(3, 3, 2, 2)]
    [InlineData(0, 0, 5, 1)]
    [InlineData(int.MaxValue, 0, 2, 2)]
    [InlineData(int.MinValue, 0, int.MinValue, 1)]
    [InlineData(0, 0, -1, 1)]
    public void A_part_beyond_the_edge_throws(int x, int y, int width, int height)
    {
        using var mat = new Mat(4, 4, MatType.CV_8UC1);

        Should.Throw<OpenCVException>(() => mat.SubMat(new Rect(x, y, width, height))).Status.ShouldBe(ErrorCode.StsAssert);
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(0, 4)]
    [InlineData(-1, 0)]
    [InlineData(0, -1)]
    public void An_element_beyond_the_edge_throws(int row, int column)
    {
        using var mat = new Mat(4, 4, MatType.CV_32FC1, new Scalar(0));

        Should.Throw<ArgumentOutOfRangeException>(() => mat.Get<float>(row, column));
        Should.Throw<ArgumentOutOfRangeException>(() => mat.Set(row, column, 1f));
        Should.Throw<ArgumentOutOfRangeException>(() => mat.At<float>(row, column));
        Should.Throw<OpenCvSharpException>(() => mat.Get<double>(0, 0)).Message.ShouldContain("8 bytes");
        Should.Throw<ArgumentException>(() => mat.Get<float>(0, 0, 0));
    }

    [Fact]
    public void Elements_are_changed_in_place()
    {
        using var mat = new Mat(2, 3, MatType.CV_32FC2, Scalar.All(0));

        mat.At<Vec2f>(1, 2).Item1 = 5;
        mat.Set(0, 1, new Point2f(3, 4));

        mat.GetArray(out float[] values);
        values.ShouldBe([0, 0, 3, 4, 0, 0, 0, 0, 0, 0, 0, 5]);
        mat.AsSpan<Point2f>()[1].ShouldBe(new Point2f(3, 4));
        mat.Get<float>(1).ShouldBe(0);
    }

    [Fact]
    public void Arrays_go_in_and_out_of_whole_arrays_and_of_parts()
    {
        using Mat mat = Mat.Zeros(3, 4, MatType.CV_8UC1);
        using Mat part = mat[1..3, 1..3];

        part.SetArray(new byte[] { 1, 2, 3, 4 });

        mat.GetRectangularArray(out byte[,] all);
        all.ShouldBe(new byte[,] { { 0, 0, 0, 0 }, { 0, 1, 2, 0 }, { 0, 3, 4, 0 } });
        Should.Throw<ArgumentException>(() => part.SetArray(new byte[] { 1 }));
        Should.Throw<OpenCvSharpException>(() => part.GetArray(out float[] _)).Message.ShouldContain("Single");
        Should.Throw<OpenCvSharpException>(() => part.GetArray(out Vec3b[] _));
        Should.Throw<ArgumentException>(() => part.GetArray(out decimal[] _)).Message.ShouldContain("Decimal");
    }

    [Fact]
    public void An_array_over_managed_memory_sees_it_and_keeps_it_alive()
    {
        byte[] pixels = [.. Enumerable.Range(0, 24).Select(i => (byte)i)];
        using Mat mat = Mat.FromPixelData(2, 4, MatType.CV_8UC3, pixels);
        pixels[3] = 200;
        mat.Get<Vec3b>(0, 1).ShouldBe(new Vec3b(200, 4, 5));
        Mat row = OverNewArray();

        GC.Collect();
        GC.WaitForPendingFinalizers();
        byte[][] noise = [.. Enumerable.Range(0, 1000).Select(_ => new byte[1000])];

        row.Get<byte>(0, 999).ShouldBe((byte)77);
        noise.Length.ShouldBe(1000);
        row.Dispose();
        using Mat padded = Mat.FromPixelData(2, 2, MatType.CV_8UC1, pixels, 12);
        padded.Get<byte>(1, 1).ShouldBe((byte)13);

        static Mat OverNewArray()
        {
            using Mat whole = Mat.FromPixelData(3, 1000, MatType.CV_8UC1, Enumerable.Repeat((byte)77, 3000).ToArray());
            return whole.Row(2);
        }
    }

    [Fact]
    public void Memory_that_is_too_short_or_null_is_refused()
    {
        Should.Throw<ArgumentException>(() => Mat.FromPixelData(2, 4, MatType.CV_8UC3, new byte[23])).Message.ShouldContain("24 are needed");
        Should.Throw<ArgumentException>(() => Mat.FromPixelData(2, 2, MatType.CV_8UC1, new byte[4], step: 3));
        Should.Throw<OpenCVException>(() => Mat.FromPixelData(2, 4, MatType.CV_8UC3, IntPtr.Zero));
        Should.Throw<OpenCVException>(() => Mat.FromPixelData(2, 4, MatType.CV_8UC3, new byte[100], step: 5));
        Should.Throw<OpenCVException>(() => Mat.FromPixelData(-1, 4, MatType.CV_8UC3, new byte[100]));
    }

    [Fact]
    public void Arrays_of_several_dimensions_are_addressed_by_as_many_indices()
    {
        using Mat mat = Mat.Zeros(MatType.CV_32FC1, 2, 3, 4);
        mat.Set(1, 2, 3, 9f);

        (mat.Dims, mat.Rows, mat.Size(0), mat.Size(1), mat.Size(2), mat.Total(), mat.Total(1)).ShouldBe((3, -1, 2, 3, 4, 24, 12));
        mat.AsSpan<float>()[23].ShouldBe(9);
        mat.Get<float>([1, 2, 3]).ShouldBe(9);
        Should.Throw<ArgumentOutOfRangeException>(() => mat.Get<float>(1, 3, 0));
        using Mat flat = mat.Reshape(0, [6, 4]);
        flat.Get<float>(5, 3).ShouldBe(9);
        using Mat many = Mat.Zeros(2, 2, MatType.CV_8UC(7));
        many.AsSpan<byte>().ToArray().ShouldBe(new byte[28]);
        using Mat none = flat[new Rect(2, 2, 0, 1)];
        none.Empty().ShouldBeTrue();
        using Mat plane = mat.SubMat(new Range(1, 2), Range.All, Range.All);
        plane.GetArray(out float[] values);
        values.Sum().ShouldBe(9);
    }

    [Fact]
    public void Conversions_round_and_saturate()
    {
        using Mat mat = Mat.FromArray(-3.0, 0.5, 1.5, 254.6, 300);
        using var bytes = new Mat();

        mat.ConvertTo(bytes, MatType.CV_8U);
        bytes.GetArray(out byte[] values);
        values.ShouldBe([0, 0, 2, 255, 255]);

        mat.ConvertTo(bytes, MatType.CV_32F, 2, 1);
        bytes.GetArray(out float[] floats);
        floats.ShouldBe([-5f, 2f, 4f, 510.2f, 601f], 1e-4);
    }

    [Fact]
    public void Copies_and_masks_leave_the_source_alone()
    {
        using Mat mat = Mat.FromArray<byte>(1, 2, 3);
        using Mat mask = Mat.FromArray<byte>(0, 255, 0);
        using Mat copy = mat.Clone();
        copy.SetTo(new Scalar(9), mask);
        using Mat target = Mat.Zeros(3, 1, MatType.CV_8UC1);
        mat.CopyTo(target, mask);

        mat.AsSpan<byte>().ToArray().ShouldBe([1, 2, 3]);
        copy.AsSpan<byte>().ToArray().ShouldBe([1, 9, 3]);
        target.AsSpan<byte>().ToArray().ShouldBe([0, 2, 0]);
    }

    [Fact]
    public void Expressions_compute_what_they_say()
    {
        using Mat a = Mat.FromArray(new[,] { { 1.0, 2 }, { 3, 4 } });
        using Mat b = Mat.FromArray(new[,] { { 5.0, 6 }, { 7, 8 } });

        Of(a + b).ShouldBe([6, 8, 10, 12]);
        Of(a - b * 2).ShouldBe([-9, -10, -11, -12]);
        Of(a * b).ShouldBe([19, 22, 43, 50]);
        Of(a.Mul(b)).ShouldBe([5, 12, 21, 32]);
        Of(b / a).ShouldBe([5, 3, 7.0 / 3, 2], 1e-12);
        Of(1 / a).ShouldBe([1, 0.5, 1.0 / 3, 0.25], 1e-12);
        Of(a + new Scalar(1)).ShouldBe([2, 3, 4, 5]);
        Of(new Scalar(1) - a).ShouldBe([0, -1, -2, -3]);
        Of(-a).ShouldBe([-1, -2, -3, -4]);
        Of(a.T()).ShouldBe([1, 3, 2, 4]);
        Of(a.Inv()).ShouldBe([-2, 1, 1.5, -0.5], 1e-12);
        Of(Mat.Eye(2, 2, MatType.CV_64FC1)).ShouldBe([1, 0, 0, 1]);
        a.Dot(b).ShouldBe(70);
        using Mat bits = Mat.FromArray<byte>(0b1100);
        using Mat both = bits & 0b0110;
        both.Get<byte>(0, 0).ShouldBe((byte)0b0100);
        using Mat turned = ~bits;
        turned.Get<byte>(0, 0).ShouldBe((byte)0b11110011);

        static double[] Of(MatExpr expression)
        {
            using Mat mat = expression;
            mat.GetArray(out double[] values);
            return values;
        }
    }

    [Fact]
    public void A_disposed_array_throws_wherever_it_is_used()
    {
        var mat = new Mat(2, 2, MatType.CV_8UC1);
        mat.Dispose();
        mat.Dispose();

        mat.IsDisposed.ShouldBeTrue();
        Should.Throw<ObjectDisposedException>(() => mat.Rows);
        Should.Throw<ObjectDisposedException>(() => mat.Clone());
        Should.Throw<ObjectDisposedException>(() => mat.Get<byte>(0, 0));
        Should.Throw<ObjectDisposedException>(() => mat.AsSpan<byte>().Length);
        Should.Throw<ObjectDisposedException>(() => Cv2.Mean(mat));
        Should.Throw<ObjectDisposedException>(() => mat.CvPtr);
        using var other = new Mat();
        Should.Throw<ObjectDisposedException>(() => Cv2.Merge([mat], other));
        Should.Throw<ObjectDisposedException>(() => Cv2.Resize(other, mat, new Size(1, 1)));
    }

    [Fact]
    public void Errors_of_OpenCV_come_with_its_message_function_and_code()
    {
        using var empty = new Mat();
        using var result = new Mat();

        var e = Should.Throw<OpenCVException>(() => Cv2.Resize(empty, result, new Size(2, 2)));

        (e.Message, e.ErrMsg, e.FuncName, e.Status).ShouldBe(("!ssize.empty()", "!ssize.empty()", "resize", ErrorCode.StsAssert));
        e.FileName.ShouldEndWith("resize.cpp");
        e.Line.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void More_memory_than_there_is_throws() => Should.Throw<OutOfMemoryException>(() => new Mat(1_000_000, 1_000_000, MatType.CV_64FC4));

    [Fact]
    public void Types_are_named_and_compared_as_in_OpenCV()
    {
        MatType.CV_8UC3.Value.ShouldBe(16);
        MatType.CV_32FC(7).ToString().ShouldBe("CV_32FC(7)");
        (MatType.CV_64FC1 == MatType.CV_64F).ShouldBeTrue();
        MatType.CV_16SC2.IsInteger.ShouldBeTrue();
        Should.Throw<OpenCvSharpException>(() => MatType.CV_8UC(0));
        Should.Throw<OpenCvSharpException>(() => MatType.MakeType(8, 1));
    }

    [Fact]
    public void Arrays_that_are_disposed_while_others_use_them_never_crash()
    {
        for (int round = 0; round < 200; round++)
        {
            var mat = new Mat(64, 64, MatType.CV_8UC3, Scalar.All(1));
            Parallel.For(0, 4, i =>
            {
                if (i == 3)
                {
                    mat.Dispose();
                    return;
                }
                try
                {
                    Cv2.Mean(mat).Val0.ShouldBe(1);
                }
                catch (ObjectDisposedException)
                {
                    // the fourth was first
                }
            });
        }
    }
}
