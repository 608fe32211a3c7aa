namespace Wav2Kp.Models.Landmarks;

/// <summary>What a landmark training makes of a point's error.</summary>
public enum LandmarkLossKind
{
    /// <summary>The distance, smooth near zero: the very figure that is reported.</summary>
    Distance,

    /// <summary>Wing loss of each coordinate: small errors count more.</summary>
    Wing,
}
