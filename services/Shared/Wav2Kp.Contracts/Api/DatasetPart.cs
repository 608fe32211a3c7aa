namespace Wav2Kp.Contracts.Api;

/// <summary>The part of a dataset that a clip belongs to.</summary>
public enum DatasetPart
{
    /// <summary>Fitted.</summary>
    Train,

    /// <summary>Chooses when to stop.</summary>
    Validation,

    /// <summary>Held out for the evaluation.</summary>
    Test,
}
