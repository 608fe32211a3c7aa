using OpenCvSharp;
using Wav2Kp.Faces.Networks;

namespace Wav2Kp.Faces.Evaluation;

/// <summary>Finds every face of a picture and its points, as the platform does when a clip begins. For one thread at a time.</summary>
public sealed class FaceSearch : IDisposable
{
    private readonly ILandmarkNetwork _network;
    private readonly FaceFinder _finder = new(new LandmarkOptions());
    private readonly FaceTracker _tracker;

    /// <param name="network">Finds the points; belongs to the search from now on.</param>
    public FaceSearch(ILandmarkNetwork network)
    {
        _network = network;
        _tracker = new FaceTracker(network, _finder);
    }

    /// <summary>The 136 numbers of each face's points, the most prominent face first.</summary>
    public IReadOnlyList<float[]> Find(Mat bgr) => [.. _tracker.Find(bgr, [], DetectionEffort.Fallback, out _).Select(face => face.Points)];

    /// <inheritdoc/>
    public void Dispose()
    {
        _tracker.Dispose();
        _finder.Dispose();
        _network.Dispose();
    }
}
