namespace Wav2Kp.Contracts.Api;

/// <summary>Which face an animation moves.</summary>
public enum FaceKind
{
    /// <summary>The mean face of the model's dataset.</summary>
    Mean,

    /// <summary>A clip: the prediction is posed as its true frames and drawn beside them.</summary>
    Video,

    /// <summary>An uploaded picture.</summary>
    Portrait,
}
