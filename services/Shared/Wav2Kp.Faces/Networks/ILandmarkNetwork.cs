using OpenCvSharp;

namespace Wav2Kp.Faces.Networks;

/// <summary>A network that finds the 68 points in a square cut from a picture. For one thread at a time.</summary>
public interface ILandmarkNetwork : IDisposable
{
    /// <summary>Which network it is, with the first digits of its file's SHA-256; it goes into keys and records.</summary>
    string Source { get; }

    /// <summary>The square that this network expects around a face whose points are known, as from the frame before.</summary>
    /// <param name="points">The face's 136 numbers.</param>
    /// <returns>The square's middle and its side, pixels.</returns>
    (float CentreX, float CentreY, float Side) CropFor(ReadOnlySpan<float> points);

    /// <summary>The 68 points of the face in a square of the picture.</summary>
    /// <param name="bgr">The picture, 8-bit blue, green, red.</param>
    /// <param name="centreX">The square's middle, pixels.</param>
    /// <param name="centreY">The square's middle, pixels.</param>
    /// <param name="side">The square's side, pixels; it may reach over the picture's edge.</param>
    /// <param name="angleRadians">The square's turn, clockwise as seen: that of the line through the eyes, or 0.</param>
    /// <param name="points">Receives the 136 numbers, pixels of the picture.</param>
    /// <returns>How sure it is, 0 to 1; NaN where the network does not say.</returns>
    float Predict(Mat bgr, float centreX, float centreY, float side, float angleRadians, Span<float> points);
}
