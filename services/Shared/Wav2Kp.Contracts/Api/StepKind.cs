namespace Wav2Kp.Contracts.Api;

/// <summary>What a step of a job does.</summary>
public enum StepKind
{
    /// <summary>Validates a video and extracts its audio track.</summary>
    Ingest,

    /// <summary>Computes speech features.</summary>
    Features,

    /// <summary>Finds the keypoints of every frame.</summary>
    Landmarks,

    /// <summary>Trains a model.</summary>
    Train,

    /// <summary>Measures a model on held-out clips.</summary>
    Evaluate,

    /// <summary>Animates a face.</summary>
    Animate,
}
