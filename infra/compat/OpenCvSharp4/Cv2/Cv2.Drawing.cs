using OpenCvSharp.Native;

namespace OpenCvSharp;

/// <content>Drawing. Colours are blue, green, red; a negative thickness fills; shift is the number of fractional bits of coordinates.</content>
public static partial class Cv2
{
    /// <summary>A line.</summary>
    public static void Line(InputOutputArray img, int pt1X, int pt1Y, int pt2X, int pt2Y, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Line(img, new Point(pt1X, pt1Y), new Point(pt2X, pt2Y), color, thickness, lineType, shift);

    /// <summary>A line.</summary>
    public static void Line(InputOutputArray img, Point pt1, Point pt2, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Call.Done(NativeMethods.w2k_line(Call.Out(img), pt1, pt2, color, thickness, (int)lineType, shift), img);

    /// <summary>A line with an arrow's head at its end; tipLength is a part of its length.</summary>
    public static void ArrowedLine(
        InputOutputArray img, Point pt1, Point pt2, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0, double tipLength = 0.1) =>
        Call.Done(NativeMethods.w2k_arrowed_line(Call.Out(img), pt1, pt2, color, thickness, (int)lineType, shift, tipLength), img);

    /// <summary>A rectangle.</summary>
    public static void Rectangle(InputOutputArray img, Point pt1, Point pt2, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Call.Done(NativeMethods.w2k_rectangle(Call.Out(img), pt1, pt2, color, thickness, (int)lineType, shift), img);

    /// <summary>A rectangle.</summary>
    public static void Rectangle(InputOutputArray img, Rect rect, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Call.Done(NativeMethods.w2k_rectangle_of(Call.Out(img), rect, color, thickness, (int)lineType, shift), img);

    /// <summary>A rectangle.</summary>
    public static void Rectangle(Mat img, Rect rect, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Rectangle((InputOutputArray)img, rect, color, thickness, lineType, shift);

    /// <summary>A rectangle.</summary>
    public static void Rectangle(Mat img, Point pt1, Point pt2, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Rectangle((InputOutputArray)img, pt1, pt2, color, thickness, lineType, shift);

    /// <summary>A circle.</summary>
    public static void Circle(InputOutputArray img, int centerX, int centerY, int radius, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Circle(img, new Point(centerX, centerY), radius, color, thickness, lineType, shift);

    /// <summary>A circle.</summary>
    public static void Circle(InputOutputArray img, Point center, int radius, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Call.Done(NativeMethods.w2k_circle(Call.Out(img), center, radius, color, thickness, (int)lineType, shift), img);

    /// <summary>An ellipse or an arc of one: half axes in pixels, angles in degrees, clockwise.</summary>
    public static void Ellipse(
        InputOutputArray img, Point center, Size axes, double angle, double startAngle, double endAngle, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Call.Done(NativeMethods.w2k_ellipse(Call.Out(img), center, axes, angle, startAngle, endAngle, color, thickness, (int)lineType, shift), img);

    /// <summary>The ellipse in a turned rectangle.</summary>
    public static void Ellipse(InputOutputArray img, RotatedRect box, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8) =>
        Call.Done(NativeMethods.w2k_ellipse_box(Call.Out(img), box.Center, box.Size, box.Angle, color, thickness, (int)lineType), img);

    /// <summary>A filled convex polygon.</summary>
    public static void FillConvexPoly(Mat img, IEnumerable<Point> pts, Scalar color, LineTypes lineType = LineTypes.Link8, int shift = 0)
    {
        ArgumentNullException.ThrowIfNull(pts);
        Point[] all = [.. pts];
        Call.Check(NativeMethods.w2k_fill_convex_poly(Call.In(img), all, all.Length, color, (int)lineType, shift));
    }

    /// <summary>A filled convex polygon: a column of 32-bit points.</summary>
    public static void FillConvexPoly(InputOutputArray img, InputArray pts, Scalar color, LineTypes lineType = LineTypes.Link8, int shift = 0)
    {
        Point[] all = PointsOf(pts);
        Call.Done(NativeMethods.w2k_fill_convex_poly(Call.Out(img), all, all.Length, color, (int)lineType, shift), img, pts);
    }

    /// <summary>Filled polygons; where an even number overlaps there is a hole.</summary>
    public static void FillPoly(Mat img, IEnumerable<IEnumerable<Point>> pts, Scalar color, LineTypes lineType = LineTypes.Link8, int shift = 0, Point? offset = null)
    {
        (Point[] all, int[] counts) = Flat(pts);
        Call.Check(NativeMethods.w2k_fill_poly(Call.In(img), all, counts, counts.Length, color, (int)lineType, shift, offset ?? default));
    }

    /// <summary>A filled polygon: a column of 32-bit points.</summary>
    public static void FillPoly(InputOutputArray img, InputArray pts, Scalar color, LineTypes lineType = LineTypes.Link8, int shift = 0, Point? offset = null)
    {
        Point[] all = PointsOf(pts);
        Call.Done(NativeMethods.w2k_fill_poly(Call.Out(img), all, [all.Length], 1, color, (int)lineType, shift, offset ?? default), img, pts);
    }

    /// <summary>Lines from point to point.</summary>
    public static void Polylines(Mat img, IEnumerable<IEnumerable<Point>> pts, bool isClosed, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0)
    {
        (Point[] all, int[] counts) = Flat(pts);
        Call.Check(NativeMethods.w2k_polylines(Call.In(img), all, counts, counts.Length, isClosed ? 1 : 0, color, thickness, (int)lineType, shift));
    }

    /// <summary>Lines from point to point: a column of 32-bit points.</summary>
    public static void Polylines(InputOutputArray img, InputArray pts, bool isClosed, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0)
    {
        Point[] all = PointsOf(pts);
        Call.Done(NativeMethods.w2k_polylines(Call.Out(img), all, [all.Length], 1, isClosed ? 1 : 0, color, thickness, (int)lineType, shift), img, pts);
    }

    /// <summary>Text of ASCII characters; <paramref name="org"/> is its bottom left corner.</summary>
    public static void PutText(
        InputOutputArray img, string text, Point org, HersheyFonts fontFace, double fontScale, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, bool bottomLeftOrigin = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        Call.Done(NativeMethods.w2k_put_text(Call.Out(img), text, org, (int)fontFace, fontScale, color, thickness, (int)lineType, bottomLeftOrigin ? 1 : 0), img);
    }

    /// <summary>The size of a text's box above its base line, and how far it reaches below.</summary>
    public static Size GetTextSize(string text, HersheyFonts fontFace, double fontScale, int thickness, out int baseLine)
    {
        ArgumentNullException.ThrowIfNull(text);
        Call.Check(NativeMethods.w2k_get_text_size(text, (int)fontFace, fontScale, thickness, out baseLine, out Size size));
        return size;
    }

    private static Point[] PointsOf(InputArray pts)
    {
        ArgumentNullException.ThrowIfNull(pts);
        pts.ThrowIfDisposed();
        return Call.Values<Point>(pts.Mat);
    }

    private static (Point[] Points, int[] Counts) Flat(IEnumerable<IEnumerable<Point>> polygons)
    {
        ArgumentNullException.ThrowIfNull(polygons);
        var points = new List<Point>();
        var counts = new List<int>();
        foreach (IEnumerable<Point> polygon in polygons)
        {
            int before = points.Count;
            points.AddRange(polygon ?? throw new ArgumentException("One of the polygons is null.", nameof(polygons)));
            counts.Add(points.Count - before);
        }
        return ([.. points], [.. counts]);
    }
}
