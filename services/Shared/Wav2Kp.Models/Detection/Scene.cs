using OpenCvSharp;
using Wav2Kp.Faces;

namespace Wav2Kp.Models.Detection;

/// <summary>A composed picture and what there is to find in it.</summary>
/// <param name="Picture">Square, 8-bit blue, green, red.</param>
/// <param name="Faces">The faces to find.</param>
/// <param name="Doubtful">Faces that are too small or too much hidden to be called faces or none: neither answer is wrong there.</param>
internal sealed record Scene(Mat Picture, IReadOnlyList<FacePlace> Faces, IReadOnlyList<FacePlace> Doubtful) : IDisposable
{
    public void Dispose() => Picture.Dispose();
}
