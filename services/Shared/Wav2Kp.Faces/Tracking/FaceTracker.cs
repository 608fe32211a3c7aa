using System.Runtime.InteropServices;
using OpenCvSharp;
using Wav2Kp.Faces.Networks;

namespace Wav2Kp.Faces;

/// <summary>
/// Finds faces by the detectors, and follows each from frame to frame by its points alone: the next frame's crop is where the
/// last frame's points say, so that the detectors are needed only to begin with, after a loss, and every so often for new faces.
/// </summary>
/// <remarks>
/// A landmark network always answers with something like a face. Wav2Kp's own tells how sure it is, and is believed from
/// <see cref="LeastConfidence"/> on. Another's points are believed only if they are shaped like a face (the residual of the similarity
/// that lays the canonical face on them) and stay where they are when the crop is shifted (on no face they go along with it;
/// measured when a face is found and every so often after); the confidence is then the product of both, each scaled to 0..1. For
/// either, what is followed must look as it did a frame ago (normalised correlation of the aligned patches).
/// </remarks>
internal sealed class FaceTracker(ILandmarkNetwork network, FaceFinder finder) : IDisposable
{
    /// <summary>Points that are believed less than this are not believed at all.</summary>
    public const double LeastConfidence = 0.2;

    // to begin with, a face has to be surer than to be followed
    private const double BeginConfidence = 0.5;

    // of the shape's residual, in inter-ocular distances: usual, and no face at all
    private const double UsualResidual = 0.10, WorstResidual = 0.24;

    // of the points' mean distance from two crops shifted against each other, in inter-ocular distances: on faces it is 0.02 to
    // 0.06, 0.09 on hard ones, elsewhere 0.1 to 1
    private const double UsualShift = 0.07, WorstShift = 0.14;

    // half of that shift, in crop sides, and of its change of size
    private const float ShiftX = 0.07f, ShiftY = 0.04f, ShiftSize = 0.06f;

    // of the correlation with the frame before: no longer the same picture, and usual
    private const double WorstCorrelation = 0.45, UsualCorrelation = 0.9;

    // a face does not grow or shrink more than this from one frame to the next, nor gain or lose more of its contrast
    private const double MostGrowth = 1.3, MostContrastChange = 2;

    // faces lie down at most; what is upside down is none
    private const double MostTilt = 1.4;

    // a box that overlaps this much with a followed face is its own
    private const float OwnOverlap = 0.2f;

    // the aligned face, two inter-ocular distances wide about the nose: as its sharpness is measured, and as it is compared from
    // frame to frame
    private const int FaceSize = 96, PatchSize = 32;
    private const double PatchCentreY = 0.42;

    // a point whose expected error is above this share of the inter-ocular distance cannot be seen
    private const float HiddenError = 0.12f;

    private readonly LandmarkNetwork? _own = network as LandmarkNetwork;
    private readonly float[] _errors = new float[FacePoints.Count];
    private readonly Mat _face = new();
    private readonly Mat _transform = new(2, 3, MatType.CV_64FC1);
    private readonly Mat _grey = new();
    private readonly Mat _patch = new();
    private readonly Mat _edges = new();

    /// <summary>How often the detectors ran.</summary>
    public int Detections { get; private set; }

    /// <summary>The faces of a picture besides those that are followed already, the most prominent first.</summary>
    /// <param name="bgr">The picture.</param>
    /// <param name="followed">The faces that are known.</param>
    /// <param name="effort">How hard to look: beyond the quick look only while that finds nothing.</param>
    /// <param name="seen">Receives the boxes that the quick look saw.</param>
    public List<TrackedFace> Find(Mat bgr, IReadOnlyList<TrackedFace> followed, DetectionEffort effort, out IReadOnlyList<FaceBox> seen)
    {
        seen = [];
        for (DetectionEffort step = DetectionEffort.Quick; step <= effort; step++)
        {
            if (!finder.Has(step))
            {
                continue;
            }
            Detections++;
            IReadOnlyList<FaceBox> boxes = finder.Detect(bgr, step);
            if (step == DetectionEffort.Quick)
            {
                seen = boxes;
            }
            List<TrackedFace> found = [];
            foreach (FaceBox box in boxes.OrderByDescending(b => Prominence(b, bgr)))
            {
                if (followed.Concat(found).All(face => face.Box.Overlap(box) < OwnOverlap) && Accept(bgr, box) is { } face)
                {
                    if (found.TrueForAll(other => other.Box.Overlap(face.Box) < OwnOverlap))
                    {
                        found.Add(face);
                    }
                }
            }
            if (found.Count > 0 || (boxes.Count > 0 && followed.Count > 0))
            {
                return found;
            }
        }
        return [];
    }

    /// <summary>The face of a neighbouring frame in this one; null if it is not there any more.</summary>
    /// <param name="bgr">The frame.</param>
    /// <param name="neighbour">The face in the frame before or after.</param>
    /// <param name="measure">Whether to measure anew how steady the points of a network are that does not tell, at the price of two more runs of it.</param>
    public TrackedFace? Follow(Mat bgr, TrackedFace neighbour, bool measure = false)
    {
        TrackedFace? face = Look(bgr, neighbour.Points, neighbour);
        return face is not null && measure ? Measured(bgr, face) : face;
    }

    /// <summary>Large and near the middle.</summary>
    public static double Prominence(FaceBox box, Mat picture) => Prominence(box, picture.Width, picture.Height);

    /// <summary>Large and near the middle of a picture of this size.</summary>
    public static double Prominence(FaceBox box, int width, int height)
    {
        double x = (box.CentreX / width) - 0.5, y = (box.CentreY / height) - 0.5;
        return box.Area * (1 - Math.Min(0.9, Math.Sqrt((x * x) + (y * y))));
    }

    public void Dispose()
    {
        _face.Dispose();
        _transform.Dispose();
        _grey.Dispose();
        _patch.Dispose();
        _edges.Dispose();
    }

    // the points where a detector sees a face; null if there is none
    private TrackedFace? Accept(Mat bgr, FaceBox box)
    {
        float[] about = new FacePlace(box.CentreX, box.CentreY, Math.Max(box.Width, box.Height), box.Angle).ToPoints();
        float[] points = new float[FacePoints.Values];
        float confidence = Predict(bgr, about, points);
        if (!IsPlausible(points) || confidence < LeastConfidence / 4)
        {
            return null;
        }
        // once more from where the points say: detectors' boxes jump, the points must not
        return Look(bgr, points, null) is { } face && Measured(bgr, face) is { Confidence: >= (float)BeginConfidence } sure && !finder.IsUpsideDown(bgr, box) ? sure : null;
    }

    private float Predict(Mat bgr, ReadOnlySpan<float> near, float[] points, float shift = 0)
    {
        (float x, float y, float side) = network.CropFor(near);
        float angle = (float)SimilarityTransform.Fit(FaceCrop.Canonical, near).Rotation;
        Array.Clear(_errors);
        return _own is not null
            ? _own.Predict(bgr, x + (shift * ShiftX * side), y + (shift * ShiftY * side), side * (1 + (shift * ShiftSize)), angle, points, _errors)
            : network.Predict(bgr, x + (shift * ShiftX * side), y + (shift * ShiftY * side), side * (1 + (shift * ShiftSize)), angle, points);
    }

    // the face with its steadiness measured, where the network itself does not tell; null if the points are none of the picture's
    private TrackedFace? Measured(Mat bgr, TrackedFace face)
    {
        if (!float.IsNaN(face.Steadiness))
        {
            float[] one = new float[FacePoints.Values], other = new float[FacePoints.Values];
            Predict(bgr, face.Points, one, 1);
            Predict(bgr, face.Points, other, -1);
            float steadiness = (float)Rise(FacePoints.NormalisedError(one, other), WorstShift, UsualShift);
            float confidence = face.Confidence / face.Steadiness * steadiness;
            return confidence >= LeastConfidence ? face with { Confidence = confidence, Steadiness = steadiness } : null;
        }
        return face;
    }

    // the points near those given, if they are a face's: that of the neighbouring frame, where one is given
    private TrackedFace? Look(Mat bgr, ReadOnlySpan<float> near, TrackedFace? neighbour)
    {
        float[] points = new float[FacePoints.Values];
        float told = Predict(bgr, near, points);
        if (!IsPlausible(points))
        {
            return null;
        }
        SimilarityTransform pose = SimilarityTransform.Fit(FaceCrop.Canonical, points);
        (double x, double y) = pose.Apply(0, PatchCentreY);
        double shape = Rise(Residual(pose, points), WorstResidual, UsualResidual);
        if (x < 0 || y < 0 || x >= bgr.Width || y >= bgr.Height || shape <= 0 || Math.Abs(pose.Rotation) > MostTilt)
        {
            return null;
        }
        FaceAppearance appearance = AppearanceOf(bgr, pose);
        double same = 1;
        if (neighbour is not null)
        {
            double growth = pose.Scale / SimilarityTransform.Fit(FaceCrop.Canonical, neighbour.Points).Scale;
            double contrast = appearance.Contrast / neighbour.Appearance.Contrast;
            same = growth is > MostGrowth or < 1 / MostGrowth || contrast is > MostContrastChange or < 1 / MostContrastChange ? 0 : Rise(Correlation(appearance.Values, neighbour.Appearance.Values), WorstCorrelation, UsualCorrelation);
        }
        bool tells = !float.IsNaN(told);
        float steadiness = tells ? float.NaN : neighbour?.Steadiness ?? 1;
        float least = HiddenError * FacePoints.InterOcularDistance(points);
        float hidden = (float)_errors.Count(error => error > least) / FacePoints.Count;
        double confidence = tells ? same > 0 ? told : 0 : shape * same * steadiness;
        return confidence >= LeastConfidence ? new TrackedFace(points, (float)confidence, steadiness, appearance) { Hidden = hidden } : null;
    }

    private static bool IsPlausible(ReadOnlySpan<float> points)
    {
        foreach (float value in points)
        {
            if (!float.IsFinite(value))
            {
                return false;
            }
        }
        return FacePoints.InterOcularDistance(points) > 1;
    }

    private static double Residual(SimilarityTransform pose, ReadOnlySpan<float> points)
    {
        ReadOnlySpan<float> canonical = FaceCrop.Canonical;
        double sum = 0;
        for (int i = 0; i < points.Length; i += 2)
        {
            (double x, double y) = pose.Apply(canonical[i], canonical[i + 1]);
            sum += ((points[i] - x) * (points[i] - x)) + ((points[i + 1] - y) * (points[i + 1] - y));
        }
        return Math.Sqrt(sum / FacePoints.Count) / pose.Scale;
    }

    // the face from brow to chin, upright, as grey values of zero mean and unit length, and how sharp it is
    private FaceAppearance AppearanceOf(Mat bgr, SimilarityTransform pose)
    {
        // pixel to canonical face: two inter-ocular distances wide
        const double step = 2.0 / FaceSize;
        SimilarityTransform toPicture = SimilarityTransform.From(step, 0, -1, PatchCentreY - 1).Then(pose);
        float[] matrix = toPicture.ToMatrix();
        for (int i = 0; i < matrix.Length; i++)
        {
            _transform.Set(i / 3, i % 3, (double)matrix[i]);
        }
        Cv2.WarpAffine(bgr, _face, _transform, new Size(FaceSize, FaceSize), InterpolationFlags.Linear | InterpolationFlags.WarpInverseMap, BorderTypes.Replicate);
        Cv2.CvtColor(_face, _grey, ColorConversionCodes.BGR2GRAY);
        Cv2.Laplacian(_grey, _edges, MatType.CV_16SC1);
        Cv2.MeanStdDev(_edges, out _, out Scalar edges);
        Cv2.MeanStdDev(_grey, out _, out Scalar contrast);
        Cv2.Resize(_grey, _patch, new Size(PatchSize, PatchSize), 0, 0, InterpolationFlags.Area);
        byte[] grey = new byte[PatchSize * PatchSize];
        Marshal.Copy(_patch.Data, grey, 0, grey.Length);
        float mean = 0;
        foreach (byte value in grey)
        {
            mean += value;
        }
        mean /= grey.Length;
        float[] appearance = new float[grey.Length];
        double square = 0;
        for (int i = 0; i < grey.Length; i++)
        {
            appearance[i] = grey[i] - mean;
            square += appearance[i] * appearance[i];
        }
        float norm = (float)Math.Sqrt(Math.Max(square, 1));
        for (int i = 0; i < appearance.Length; i++)
        {
            appearance[i] /= norm;
        }
        return new FaceAppearance(appearance, norm, (float)(edges.Val0 * edges.Val0 / Math.Max(1, contrast.Val0 * contrast.Val0)));
    }

    /// <summary>How alike two faces look, −1 to 1.</summary>
    public static double Correlation(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }
        return sum;
    }

    // 0 at worst, 1 at usual, straight between
    private static double Rise(double value, double worst, double usual) => Math.Clamp((value - worst) / (usual - worst), 0, 1);
}
