using System.Runtime.InteropServices;
using OpenCvSharp;

namespace Wav2Kp.Faces;

/// <summary>
/// Finds a face by the detector, and follows it from frame to frame by its points alone: the next frame's crop is where the
/// last frame's points say, so that the detector is needed only to begin with and after a loss.
/// </summary>
/// <remarks>
/// The landmark network always answers with something like a face, so a frame's points are believed only if they are shaped
/// like a face (the residual of the similarity that lays the canonical face on them), if they stay where they are when the crop
/// is shifted (on no face they go along with it; measured when a face is found and every so often after) and, when followed, if
/// the picture under them is what it was a frame ago (normalised correlation of the aligned patches). The confidence is the
/// product of the three, each scaled to 0..1; it is a proxy, as the network has no such output.
/// </remarks>
internal sealed class FaceTracker(OnnxLandmarkNetwork network, IFaceDetector detector) : IDisposable
{
    // where the landmark network's crop lies in the canonical face, in inter-ocular distances: what 1.4 of a Haar box is on average
    private const float CropSide = 2.9f, CropCentreY = 0.24f;

    // of the shape's residual, in inter-ocular distances: usual, and no face at all
    private const double UsualResidual = 0.10, WorstResidual = 0.24;

    // of the points' mean distance from two crops shifted against each other, in inter-ocular distances: on faces it is 0.02 to
    // 0.06, 0.09 on hard ones, elsewhere 0.1 to 1
    private const double UsualShift = 0.07, WorstShift = 0.14;

    // half of that shift, in inter-ocular distances, and of its change of size
    private const float ShiftX = 0.20f, ShiftY = 0.12f, ShiftSize = 0.06f;

    // of the correlation with the frame before: no longer the same picture, and usual
    private const double WorstCorrelation = 0.45, UsualCorrelation = 0.9;

    // a face does not grow or shrink more than this from one frame to the next, nor gain or lose more of its contrast
    private const double MostGrowth = 1.3, MostContrastChange = 2;

    // points that are believed less than this are not believed at all
    private const double LeastConfidence = 0.2;

    // of the faces found, those at least this share of the chosen one's area count as others
    private const double OtherFaceArea = 0.3;

    // a box that overlaps this much with the followed face is its own
    private const float OwnOverlap = 0.2f;

    // the patch that is compared from frame to frame: two inter-ocular distances wide, about the nose
    private const int PatchSize = 32;
    private const double PatchCentreY = 0.42;

    private readonly Mat _patch = new();
    private readonly Mat _patchTransform = new(2, 3, MatType.CV_64FC1);
    private readonly Mat _greyPatch = new();

    /// <summary>How often the detector ran.</summary>
    public int Detections { get; private set; }

    /// <summary>The most other faces seen beside the chosen one.</summary>
    public int OtherFaces { get; private set; }

    /// <summary>Looks for the largest central face.</summary>
    public TrackedFace? Find(Mat bgr)
    {
        foreach (bool thorough in (bool[])[false, true])
        {
            Detections++;
            IReadOnlyList<FaceBox> found = detector.Detect(bgr, thorough);
            foreach (FaceBox box in found.OrderByDescending(b => Prominence(b, bgr)))
            {
                float[] points = new float[FacePoints.Values];
                network.Predict(bgr, box.CentreX, box.CentreY, OnnxLandmarkNetwork.CropOverBox * Math.Max(box.Width, box.Height), points);
                // once more from where the points say: detectors' boxes jump, the points must not
                if (Look(bgr, points, null, 1) is { } first && Look(bgr, Refine(bgr, first.Points), null, 1) is { } near && Measured(bgr, near) is { } face)
                {
                    if (!thorough)
                    {
                        OtherFaces = Math.Max(OtherFaces, found.Count(b => b.Area >= OtherFaceArea * box.Area && b.Overlap(box) < OwnOverlap));
                    }
                    return face;
                }
            }
        }
        return null;
    }

    /// <summary>The face of a neighbouring frame in this one; null if it is not there any more.</summary>
    /// <param name="bgr">The frame.</param>
    /// <param name="neighbour">The face in the frame before or after.</param>
    /// <param name="measure">Whether to measure anew how steady the points are, at the price of two more runs of the network.</param>
    public TrackedFace? Follow(Mat bgr, TrackedFace neighbour, bool measure = false)
    {
        TrackedFace? face = Look(bgr, Refine(bgr, neighbour.Points), neighbour, neighbour.Steadiness);
        return face is not null && measure ? Measured(bgr, face) : face;
    }

    /// <summary>Whether the detector sees other faces but not this one: then what is followed is no face.</summary>
    public bool IsElsewhere(Mat bgr, TrackedFace face)
    {
        Detections++;
        IReadOnlyList<FaceBox> found = detector.Detect(bgr);
        FaceBox own = face.Box;
        int others = found.Count(b => b.Overlap(own) < OwnOverlap && b.Area >= OtherFaceArea * own.Area);
        OtherFaces = Math.Max(OtherFaces, others);
        return others > 0 && others == found.Count;
    }

    public void Dispose()
    {
        _patch.Dispose();
        _patchTransform.Dispose();
        _greyPatch.Dispose();
    }

    // large and near the middle
    private static double Prominence(FaceBox box, Mat picture)
    {
        double x = (box.CentreX / picture.Width) - 0.5, y = (box.CentreY / picture.Height) - 0.5;
        return box.Area * (1 - Math.Min(0.9, Math.Sqrt((x * x) + (y * y))));
    }

    private float[] Refine(Mat bgr, ReadOnlySpan<float> near, float shift = 0)
    {
        SimilarityTransform pose = SimilarityTransform.Fit(FaceCrop.Canonical, near);
        (double x, double y) = pose.Apply(shift * ShiftX, CropCentreY + (shift * ShiftY));
        float[] points = new float[FacePoints.Values];
        network.Predict(bgr, (float)x, (float)y, (float)(CropSide * (1 + (shift * ShiftSize)) * pose.Scale), points);
        return points;
    }

    // the face with its steadiness measured; null if the points are none of the picture's
    private TrackedFace? Measured(Mat bgr, TrackedFace face)
    {
        float shift = FacePoints.NormalisedError(Refine(bgr, face.Points, 1), Refine(bgr, face.Points, -1));
        float steadiness = (float)Rise(shift, WorstShift, UsualShift);
        float confidence = face.Confidence / face.Steadiness * steadiness;
        return confidence >= LeastConfidence ? face with { Confidence = confidence, Steadiness = steadiness } : null;
    }

    private TrackedFace? Look(Mat bgr, float[] points, TrackedFace? neighbour, float steadiness)
    {
        SimilarityTransform pose = SimilarityTransform.Fit(FaceCrop.Canonical, points);
        (double x, double y) = pose.Apply(0, CropCentreY);
        if (x < 0 || y < 0 || x >= bgr.Width || y >= bgr.Height)
        {
            return null;
        }
        double shape = Rise(Residual(pose, points), WorstResidual, UsualResidual);
        FaceAppearance appearance = AppearanceOf(bgr, pose);
        double same = 1;
        if (neighbour is not null)
        {
            double growth = pose.Scale / SimilarityTransform.Fit(FaceCrop.Canonical, neighbour.Points).Scale;
            double contrast = appearance.Contrast / neighbour.Appearance.Contrast;
            same = growth is > MostGrowth or < 1 / MostGrowth || contrast is > MostContrastChange or < 1 / MostContrastChange ? 0 : Rise(Correlation(appearance.Values, neighbour.Appearance.Values), WorstCorrelation, UsualCorrelation);
        }
        double confidence = shape * same * steadiness;
        return confidence >= LeastConfidence ? new TrackedFace(points, (float)confidence, steadiness, appearance) : null;
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

    // the face from brow to chin, upright, as grey values of zero mean and unit length
    private FaceAppearance AppearanceOf(Mat bgr, SimilarityTransform pose)
    {
        // patch pixel to canonical face: two inter-ocular distances wide
        const double step = 2.0 / PatchSize;
        SimilarityTransform toPicture = SimilarityTransform.From(step, 0, -1, PatchCentreY - 1).Then(pose);
        float[] matrix = toPicture.ToMatrix();
        for (int i = 0; i < matrix.Length; i++)
        {
            _patchTransform.Set(i / 3, i % 3, (double)matrix[i]);
        }
        Cv2.WarpAffine(bgr, _patch, _patchTransform, new Size(PatchSize, PatchSize), InterpolationFlags.Linear | InterpolationFlags.WarpInverseMap, BorderTypes.Replicate);
        Cv2.CvtColor(_patch, _greyPatch, ColorConversionCodes.BGR2GRAY);
        byte[] grey = new byte[PatchSize * PatchSize];
        Marshal.Copy(_greyPatch.Data, grey, 0, grey.Length);
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
        return new FaceAppearance(appearance, norm);
    }

    private static double Correlation(float[] a, float[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }
        return sum;
    }

    // 0 at worst, 1 at usual, straight between
    private static double Rise(double value, double worst, double usual) => Math.Clamp((value - worst) / (usual - worst), 0, 1);
}
