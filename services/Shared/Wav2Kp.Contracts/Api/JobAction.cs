namespace Wav2Kp.Contracts.Api;

/// <summary>What is to be done to several jobs.</summary>
public enum JobAction
{
    /// <summary>To cancel them.</summary>
    Cancel,

    /// <summary>To do again what failed, was rejected or was cancelled.</summary>
    Retry,

    /// <summary>To give them a priority.</summary>
    Prioritize,
}
