namespace Wav2Kp.Contracts;

/// <summary>Whose face an animation moves.</summary>
public enum FaceKind
{
    /// <summary>The mean face of the model's training clips.</summary>
    Mean,

    /// <summary>The face of a clip; the preview shows the true frames beside the animation.</summary>
    Video,

    /// <summary>The face on a picture.</summary>
    Portrait,
}
