using OpenCvSharp;

namespace Wav2Kp.Faces;

/// <summary>Finds faces in a picture.</summary>
public interface IFaceDetector : IDisposable
{
    /// <summary>The faces in a picture, in no order.</summary>
    /// <param name="bgr">The picture: 8 bit, blue, green, red.</param>
    /// <param name="thorough">Whether to look harder, at the price of time and of more false alarms.</param>
    IReadOnlyList<FaceBox> Detect(Mat bgr, bool thorough = false);
}
