namespace Wav2Kp.Faces.Labelling;

/// <summary>How frames of clips are labelled.</summary>
public sealed record LabellingOptions
{
    /// <summary>The networks whose agreement makes a label: ONNX or safetensors files, at least one.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Frames taken of each clip at most; those with closed and with wide open mouths are among them.</summary>
    public int FramesPerClip { get; init; } = 6;

    /// <summary>
    /// The most by which two networks may differ, and a network from itself when the crop is shifted, turned, scaled and
    /// mirrored: mean distance over the points, by the inter-ocular distance.
    /// </summary>
    public float Agreement { get; init; } = 0.06f;

    /// <summary>The width and height of the pictures, px.</summary>
    public int Size { get; init; } = 192;
}
