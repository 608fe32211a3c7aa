using System.Runtime.CompilerServices;
using OpenCvSharp;
using Wav2Kp.Faces;
using Wav2Kp.Faces.Pictures;
using Wav2Kp.Media;

namespace Wav2Kp.Models;

/// <summary>
/// A picture of a face: its own shape moves as the model's face does, the picture beside it. The lips take the model's shape,
/// since the portrait's may be open or closed, at the width and place of the portrait's.
/// </summary>
internal sealed class PortraitFaceStage : FaceStage
{
    private readonly ModelPackage _model;
    private readonly float[] _portrait;
    private readonly float[] _shape;
    private readonly byte[] _picture;
    private readonly SimilarityTransform _place;
    private readonly double _lipScale, _lipShiftX, _lipShiftY;

    public PortraitFaceStage(ModelPackage model, string picturePath, LandmarkOptions landmarks)
    {
        _model = model;
        using (LandmarkExtractor extractor = new(landmarks))
        {
            _portrait = extractor.FindInPicture(picturePath, out int width, out int height) ?? throw new InputRejectedException(
                RejectionCodes.NoFace, "No face was found in the portrait: use a picture in which one person looks towards the camera.");
            (Width, Height) = (width, height);
        }
        using Mat picture = PictureFile.Load(picturePath);
        _picture = new byte[picture.Rows * picture.Cols * 3];
        System.Runtime.InteropServices.Marshal.Copy(picture.Data, _picture, 0, _picture.Length);

        SimilarityTransform toModel = FaceAlignment.ToReference(_portrait, model.MeanFace);
        _place = toModel.Inverse();
        _shape = toModel.Apply(_portrait);
        _lipScale = FacePoints.Distance(_shape, FacePoints.MouthRight, FacePoints.MouthLeft)
            / FacePoints.Distance(model.MeanFace, FacePoints.MouthRight, FacePoints.MouthLeft);
        (double meanX, double meanY) = MouthCorners(model.MeanFace);
        (double x, double y) = MouthCorners(_shape);
        (_lipShiftX, _lipShiftY) = (x - (_lipScale * meanX), y - (_lipScale * meanY));
    }

    public override int Width { get; }

    public override int Height { get; }

    public override Rational FrameRate => _model.FrameRate;

    public override string Name => "portrait";

    public override bool HasPictures => true;

    public override void Place(int frame, ReadOnlySpan<float> face, Span<float> points)
    {
        if (_model.Recipe.Keypoints.Space == KeypointSpace.Crop)
        {
            KeypointPredictor.Pose(_model.Recipe, _model.MeanFace, face, _portrait, points);
            return;
        }
        Span<float> moved = stackalloc float[FacePoints.Values];
        (int firstLip, int lips) = FacePoints.Lips.GetOffsetAndLength(FacePoints.Count);
        for (int i = 0; i < FacePoints.Count; i++)
        {
            (double x, double y) = i >= firstLip && i < firstLip + lips
                ? ((_lipScale * face[2 * i]) + _lipShiftX, (_lipScale * face[(2 * i) + 1]) + _lipShiftY)
                : (_shape[2 * i] + face[2 * i] - _model.MeanFace[2 * i], _shape[(2 * i) + 1] + face[(2 * i) + 1] - _model.MeanFace[(2 * i) + 1]);
            (moved[2 * i], moved[(2 * i) + 1]) = ((float)x, (float)y);
        }
        _place.Apply(moved, points);
    }

    public override async IAsyncEnumerable<StagePicture> PicturesAsync(int frames, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int frame = 0; frame < frames; frame++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new StagePicture(Width, Height, _picture);
        }
        await Task.CompletedTask.ConfigureAwait(false);
    }

    // the middle between the corners of the mouth
    private static (double X, double Y) MouthCorners(ReadOnlySpan<float> face) => (
        (face[2 * FacePoints.MouthRight] + face[2 * FacePoints.MouthLeft]) / 2,
        (face[(2 * FacePoints.MouthRight) + 1] + face[(2 * FacePoints.MouthLeft) + 1]) / 2);
}
