namespace Wav2Kp.Contracts;

/// <summary>What a version of a model is meant for.</summary>
public enum ModelStage
{
    /// <summary>It was trained and may be tried.</summary>
    Candidate,

    /// <summary>It is the version to use; one at most of each name.</summary>
    Production,

    /// <summary>It is kept for the record.</summary>
    Archived,
}
