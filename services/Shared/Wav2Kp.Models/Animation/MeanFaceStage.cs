using Wav2Kp.Faces;
using Wav2Kp.Media;

namespace Wav2Kp.Models;

/// <summary>The model's own mean face in the middle of a square picture.</summary>
internal sealed class MeanFaceStage : FaceStage
{
    private const int Size = 512;

    // how much of the picture the mean face fills: an open mouth lowers the chin
    private const float Share = 0.7f;

    private readonly bool _inCrop;
    private readonly SimilarityTransform _place;

    public MeanFaceStage(ModelPackage model)
    {
        FrameRate = model.FrameRate;
        _inCrop = model.Recipe.Keypoints.Space == KeypointSpace.Crop;
        (float left, float top, float right, float bottom) = (float.MaxValue, float.MaxValue, float.MinValue, float.MinValue);
        for (int i = 0; i < model.MeanFace.Length; i += 2)
        {
            (left, right) = (Math.Min(left, model.MeanFace[i]), Math.Max(right, model.MeanFace[i]));
            (top, bottom) = (Math.Min(top, model.MeanFace[i + 1]), Math.Max(bottom, model.MeanFace[i + 1]));
        }
        double scale = Size * Share / Math.Max(right - left, bottom - top);
        _place = SimilarityTransform.From(scale, 0, (Size / 2.0) - (scale * (left + right) / 2), (Size / 2.0) - (scale * (top + bottom) / 2));
    }

    public override int Width => Size;

    public override int Height => Size;

    public override Rational FrameRate { get; }

    public override string Name => "mean";

    public override void Place(int frame, ReadOnlySpan<float> face, Span<float> points)
    {
        if (!_inCrop)
        {
            _place.Apply(face, points);
            return;
        }
        for (int i = 0; i < face.Length; i++)
        {
            points[i] = face[i] * Size;
        }
    }
}
