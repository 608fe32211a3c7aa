using Wav2Kp.Faces;

namespace Wav2Kp.Inference;

/// <summary>Section <c>Landmarks</c> of the configuration: what finds the face on a portrait.</summary>
internal sealed class LandmarkSettings
{
    /// <summary>A third party's landmark network, an ONNX file; empty for Wav2Kp's own.</summary>
    public string? Model { get; set; }

    /// <summary>YuNet's ONNX file to find faces with; the Haar cascade does where there is none.</summary>
    public string? Detector { get; set; }

    /// <summary>The Haar cascade's file; that of Debian's package opencv-data where there is none.</summary>
    public string? Cascade { get; set; }

    /// <summary>What finds the face on a picture.</summary>
    public LandmarkOptions ForPictures()
    {
        // known points are those of clips, not of portraits
        bool own = string.IsNullOrWhiteSpace(Model) || string.Equals(Model, LandmarkTrack.KnownSource, StringComparison.OrdinalIgnoreCase);
        return new LandmarkOptions { Model = own ? null : Model, Detector = Detector, Cascade = Cascade };
    }
}
