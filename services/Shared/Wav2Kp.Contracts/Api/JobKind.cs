namespace Wav2Kp.Contracts.Api;

/// <summary>What a job does.</summary>
public enum JobKind
{
    /// <summary>Makes clips from videos: audio track, speech features, landmarks.</summary>
    Extraction,

    /// <summary>Trains a model on a dataset version and evaluates it.</summary>
    Training,

    /// <summary>Animates a face from speech.</summary>
    Animation,
}
