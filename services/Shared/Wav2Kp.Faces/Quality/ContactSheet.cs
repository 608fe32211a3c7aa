using System.Globalization;
using OpenCvSharp;
using Range = System.Range;

namespace Wav2Kp.Faces;

/// <summary>A picture that shows at a glance how a clip's face was found: its worst frames and usual ones, points drawn, with their figures.</summary>
internal sealed class ContactSheet : IDisposable
{
    private const int Columns = 6, Side = 220, Caption = 34, Header = 30;

    // a face's surroundings over its box, and the worst frames' distance from each other, in frames
    private const float Surroundings = 1.9f;
    private const int Apart = 8;

    // frames kept to choose the usual ones from; evenly over the clip, however long it is
    private const int MostKept = 12;

    private static readonly Scalar s_line = new(80, 220, 80), s_lip = new(60, 120, 255), s_text = new(235, 235, 235), s_warning = new(70, 130, 255), s_ground = new(32, 28, 24);
    private static readonly Range[] s_curves = [FacePoints.Jaw, FacePoints.RightBrow, FacePoints.LeftBrow, FacePoints.NoseBridge, FacePoints.NoseBase];
    private static readonly Range[] s_loops = [FacePoints.RightEye, FacePoints.LeftEye, FacePoints.OuterLips, FacePoints.InnerLips];

    private readonly List<Shot> _worst = [];
    private readonly List<Shot> _usual = [];
    private readonly Mat _transform = new(2, 3, MatType.CV_64FC1);
    private int _stride = 1, _seen;

    /// <summary>Looks at a finished frame, and keeps it if it may be shown.</summary>
    public void Offer(int frame, Mat picture, FaceFrame face)
    {
        float score = face.Score;
        Shot? near = _worst.Find(shot => Math.Abs(shot.Frame - frame) < Apart);
        if (near is not null ? score < near.Face.Score : _worst.Count < Columns || score < _worst.Max(shot => shot.Face.Score))
        {
            Drop(_worst, near ?? (_worst.Count < Columns ? null : _worst.MaxBy(shot => shot.Face.Score)));
            _worst.Add(Take(frame, picture, face));
        }
        if (_seen++ % _stride == 0)
        {
            _usual.Add(Take(frame, picture, face));
            if (_usual.Count == MostKept)
            {
                _stride *= 2;
                for (int i = MostKept - 1; i > 0; i -= 2)
                {
                    Drop(_usual, _usual[i]);
                }
            }
        }
    }

    /// <summary>Writes the sheet.</summary>
    /// <param name="path">A JPEG file.</param>
    /// <param name="title">What stands above it, in ASCII.</param>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public void Write(string path, string title)
    {
        float median = _usual.Count == 0 ? 0 : _usual.Select(shot => shot.Face.Score).Order().ElementAt(_usual.Count / 2);
        Shot[] usual = [.. _usual.OrderBy(shot => Math.Abs(shot.Face.Score - median)).Take(Columns).OrderBy(shot => shot.Frame)];
        Shot[] worst = [.. _worst.OrderBy(shot => shot.Face.Score)];
        using Mat sheet = new(2 * (Header + Side + Caption) + Header, Columns * Side, MatType.CV_8UC3, s_ground);
        Text(sheet, title, 10, 20, s_text, 0.5);
        Row(sheet, "worst frames", worst, Header);
        Row(sheet, "median frames", usual, (2 * Header) + Side + Caption);
        Cv2.ImEncode(".jpg", sheet, out byte[] jpeg, new ImageEncodingParam(ImwriteFlags.JpegQuality, 88));
        File.WriteAllBytes(path, jpeg);
    }

    public void Dispose()
    {
        foreach (Shot shot in _worst.Concat(_usual))
        {
            shot.Picture.Dispose();
        }
        _transform.Dispose();
    }

    private static void Row(Mat sheet, string name, Shot[] shots, int top)
    {
        Text(sheet, name, 10, top + 20, s_text, 0.5);
        for (int i = 0; i < shots.Length; i++)
        {
            Shot shot = shots[i];
            using (Mat place = sheet.SubMat(new Rect(i * Side, top + Header, Side, Side)))
            {
                shot.Picture.CopyTo(place);
                Draw(place, shot.Points);
            }
            FaceFrame face = shot.Face;
            int y = top + Header + Side;
            Text(sheet, string.Create(CultureInfo.InvariantCulture, $"#{shot.Frame}  sure {face.Confidence:0.00}  blur {face.Blur:0.00}"), (i * Side) + 6, y + 13, s_text, 0.38);
            string flags = face.Flags == FrameFlags.None ? "" : $"  {face.Flags.ToString().ToLowerInvariant()}";
            Text(sheet, string.Create(CultureInfo.InvariantCulture, $"hid {face.Occlusion:0.00}  yaw {face.Pose.Yaw:0}{flags}"), (i * Side) + 6, y + 28, face.Flags == FrameFlags.None ? s_text : s_warning, 0.38);
        }
    }

    private static void Draw(Mat picture, float[] points)
    {
        foreach (Range curve in s_curves)
        {
            Cv2.Polylines(picture, [Of(points, curve)], false, s_line, 1, LineTypes.AntiAlias, 3);
        }
        foreach (Range loop in s_loops)
        {
            Cv2.Polylines(picture, [Of(points, loop)], true, loop.Start.Value >= FacePoints.MouthRight ? s_lip : s_line, 1, LineTypes.AntiAlias, 3);
        }
    }

    // with three binary digits after the point
    private static Point[] Of(float[] points, Range range)
    {
        (int offset, int length) = range.GetOffsetAndLength(FacePoints.Count);
        return [.. Enumerable.Range(offset, length).Select(i => new Point(Math.Round(points[2 * i] * 8), Math.Round(points[(2 * i) + 1] * 8)))];
    }

    private static void Text(Mat sheet, string text, int x, int y, Scalar colour, double scale) =>
        Cv2.PutText(sheet, text, new Point(x, y), HersheyFonts.HersheySimplex, scale, colour, 1, LineTypes.AntiAlias);

    private static void Drop(List<Shot> shots, Shot? shot)
    {
        if (shot is not null)
        {
            shots.Remove(shot);
            shot.Picture.Dispose();
        }
    }

    private Shot Take(int frame, Mat picture, FaceFrame face)
    {
        FaceBox box = FaceBox.Around(face.Points);
        double scale = Side / (Surroundings * Math.Max(box.Width, box.Height));
        SimilarityTransform toShot = SimilarityTransform.From(scale, 0, (Side / 2.0) - (scale * box.CentreX), (Side / 2.0) - (scale * box.CentreY));
        float[] matrix = toShot.ToMatrix();
        for (int i = 0; i < matrix.Length; i++)
        {
            _transform.Set(i / 3, i % 3, (double)matrix[i]);
        }
        Mat shot = new();
        Cv2.WarpAffine(picture, shot, _transform, new Size(Side, Side), InterpolationFlags.Linear, BorderTypes.Constant, s_ground);
        return new Shot(frame, shot, face, toShot.Apply(face.Points));
    }

    private sealed record Shot(int Frame, Mat Picture, FaceFrame Face, float[] Points);
}
