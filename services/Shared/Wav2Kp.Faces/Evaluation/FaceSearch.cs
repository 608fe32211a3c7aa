using OpenCvSharp;
using Wav2Kp.Faces.Networks;

namespace Wav2Kp.Faces.Evaluation;

/// <summary>Finds every face of a picture and its points, as the platform does when a clip begins. For one thread at a time.</summary>
public sealed class FaceSearch : IDisposable
{
    private readonly ILandmarkNetwork _network;
    private readonly HaarFaceDetector _detector = new(null);

    /// <param name="network">Finds the points; belongs to the search from now on.</param>
    public FaceSearch(ILandmarkNetwork network) => _network = network;

    /// <summary>The 136 numbers of each face's points.</summary>
    public IReadOnlyList<float[]> Find(Mat bgr)
    {
        IReadOnlyList<FaceBox> boxes = _detector.Detect(bgr);
        if (boxes.Count == 0)
        {
            boxes = _detector.Detect(bgr, thorough: true);
        }
        return [.. boxes.Select(box => PointsOf(bgr, box))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _network.Dispose();
        _detector.Dispose();
    }

    private float[] PointsOf(Mat bgr, FaceBox box)
    {
        float[] points = new float[FacePoints.Values];
        (float x, float y, float side) = (box.CentreX, box.CentreY, OnnxLandmarkNetwork.CropOverBox * Math.Max(box.Width, box.Height));
        // once more from where the points say: detectors' boxes jump, the points must not
        for (int pass = 0; pass < 3; pass++)
        {
            _network.Predict(bgr, x, y, side, pass == 0 ? 0 : LandmarkCrop.AngleOf(points), points);
            (x, y, side) = _network.CropFor(points);
        }
        return points;
    }
}
