namespace Wav2Kp.Catalog;

/// <summary>The kinds of artifacts.</summary>
public static class ArtifactKinds
{
    /// <summary>16 kHz mono audio track (wav).</summary>
    public const string Audio = "audio";

    /// <summary>Speech features (safetensors).</summary>
    public const string Features = "features";

    /// <summary>Facial keypoints (safetensors).</summary>
    public const string Landmarks = "landmarks";

    /// <summary>Aligned face crops (tar of JPEG).</summary>
    public const string Faces = "faces";

    /// <summary>Worst and median frames of a clip with their points (JPEG).</summary>
    public const string ContactSheet = "contact-sheet";

    /// <summary>Animated keypoints (safetensors).</summary>
    public const string Keypoints = "keypoints";

    /// <summary>Animated keypoints (CSV).</summary>
    public const string KeypointsCsv = "keypoints-csv";

    /// <summary>Animated keypoints (JSON).</summary>
    public const string KeypointsJson = "keypoints-json";

    /// <summary>Preview video (mp4).</summary>
    public const string Preview = "preview";
}
