namespace Wav2Kp.Faces;

/// <summary>What finds the faces and their points.</summary>
public sealed record LandmarkOptions
{
    /// <summary>The landmark network's ONNX file (<see cref="OnnxLandmarkNetwork"/>).</summary>
    public required string Model { get; init; }

    /// <summary>YuNet's ONNX file to find faces with; null for the Haar cascade.</summary>
    public string? Detector { get; init; }

    /// <summary>The Haar cascade's file; null for that of Debian's package opencv-data.</summary>
    public string? Cascade { get; init; }

    /// <summary>JPEG quality of the aligned crops, 1 to 100.</summary>
    public int CropQuality { get; init; } = 92;
}
