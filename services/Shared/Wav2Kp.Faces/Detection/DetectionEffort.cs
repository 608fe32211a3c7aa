namespace Wav2Kp.Faces;

/// <summary>How hard faces are looked for.</summary>
internal enum DetectionEffort
{
    /// <summary>The small picture only.</summary>
    Quick,

    /// <summary>At every size, and less sure faces too.</summary>
    Thorough,

    /// <summary>By the second detector, which sees faces by other features.</summary>
    Fallback,
}
