using OpenCvSharp;

namespace Wav2Kp.Faces;

/// <summary>The detectors that are at hand: Wav2Kp's own, and the Haar cascade where that sees nothing; or the one that was asked for.</summary>
internal sealed class FaceFinder : IDisposable
{
    // what the cascade sees where the own detector sees nothing is not sure
    private const float FallbackScore = 0.3f;

    // of a face upside down: how sure it must be, and how much of both boxes they share
    private const float SureScore = 0.5f, SharedArea = 0.1f;

    private readonly Mat _turned = new();
    private readonly IFaceDetector _detector;
    private readonly HaarFaceDetector? _fallback;

    /// <exception cref="FileNotFoundException">A file that the options name is missing.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public FaceFinder(LandmarkOptions options)
    {
        if (options.Detector is { } yunet)
        {
            _detector = new YuNetFaceDetector(yunet);
        }
        else if (options.Cascade is { } cascade)
        {
            _detector = new HaarFaceDetector(cascade);
        }
        else
        {
            _detector = new ConvolutionalFaceDetector();
            // where OpenCV's data are not installed, the own detector has to do alone
            _fallback = HaarFaceDetector.IsInstalled ? new HaarFaceDetector() : null;
        }
    }

    /// <summary>Whether there is something that looks this hard.</summary>
    public bool Has(DetectionEffort effort) => effort < DetectionEffort.Fallback || _fallback is not null;

    /// <summary>The faces that a look of this kind sees.</summary>
    public IReadOnlyList<FaceBox> Detect(Mat bgr, DetectionEffort effort) => effort switch
    {
        DetectionEffort.Quick => _detector.Detect(bgr),
        DetectionEffort.Thorough => _detector.Detect(bgr, thorough: true),
        _ => [.. _fallback!.Detect(bgr, thorough: true).Select(box => box with { Score = FallbackScore })],
    };

    /// <summary>Whether what was seen is a face upside down, of which chin and neck look like a forehead: turned over, the picture shows a surer one there.</summary>
    public bool IsUpsideDown(Mat bgr, FaceBox box)
    {
        if (_detector is not ConvolutionalFaceDetector detector)
        {
            return false;
        }
        Cv2.Rotate(bgr, _turned, RotateFlags.Rotate180);
        foreach (FaceBox turned in detector.Detect(_turned))
        {
            FaceBox there = new(bgr.Width - turned.X - turned.Width, bgr.Height - turned.Y - turned.Height, turned.Width, turned.Height, turned.Score);
            if (there.Score > Math.Max(box.Score, SureScore) && there.Overlap(box) > SharedArea)
            {
                return true;
            }
        }
        return false;
    }

    public void Dispose()
    {
        _detector.Dispose();
        _fallback?.Dispose();
        _turned.Dispose();
    }
}
