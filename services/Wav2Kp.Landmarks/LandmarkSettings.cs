namespace Wav2Kp.Landmarks;

/// <summary>Section <c>Landmarks</c> of the configuration.</summary>
internal sealed class LandmarkSettings
{
    /// <summary>A third party's landmark network, an ONNX file; empty for Wav2Kp's own, <c>known</c> to take the points that came with the clips instead.</summary>
    public string? Model { get; set; }

    /// <summary>YuNet's ONNX file to find faces with; Wav2Kp's own detector does where there is none.</summary>
    public string? Detector { get; set; }

    /// <summary>A Haar cascade's file to find faces with instead.</summary>
    public string? Cascade { get; set; }
}
