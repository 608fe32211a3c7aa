namespace Wav2Kp.Contracts;

/// <summary>What a job is for.</summary>
public enum JobKind
{
    /// <summary>Clips to features and keypoints.</summary>
    Extraction,

    /// <summary>A dataset version to an evaluated model.</summary>
    Training,

    /// <summary>Speech and a face to an animation.</summary>
    Animation,
}
