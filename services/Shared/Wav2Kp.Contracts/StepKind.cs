namespace Wav2Kp.Contracts;

/// <summary>What a step does. The queue of a kind bears its name in lower case.</summary>
public enum StepKind
{
    /// <summary>Probe and validate a clip's source, extract its audio track.</summary>
    Ingest,

    /// <summary>Speech features of a clip.</summary>
    Features,

    /// <summary>Facial keypoints of a clip.</summary>
    Landmarks,

    /// <summary>Train a model.</summary>
    Train,

    /// <summary>Evaluate a trained model on held-out clips.</summary>
    Evaluate,

    /// <summary>Animate a face from speech.</summary>
    Animate,
}
