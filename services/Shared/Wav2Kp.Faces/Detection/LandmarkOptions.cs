namespace Wav2Kp.Faces;

/// <summary>What finds the faces and their points.</summary>
public sealed record LandmarkOptions
{
    /// <summary>A third party's landmark network, an ONNX file (<see cref="OnnxLandmarkNetwork"/>); null for Wav2Kp's own.</summary>
    public string? Model { get; init; }

    /// <summary>YuNet's ONNX file to find faces with; null for Wav2Kp's own detector.</summary>
    public string? Detector { get; init; }

    /// <summary>A Haar cascade's file to find faces with instead of Wav2Kp's own detector; null for the latter, with OpenCV's cascade where it sees nothing.</summary>
    public string? Cascade { get; init; }

    /// <summary>JPEG quality of the aligned crops, 1 to 100.</summary>
    public int CropQuality { get; init; } = 92;
}
