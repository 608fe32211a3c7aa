namespace Wav2Kp.Models;

/// <summary>How the learning rate changes over the steps.</summary>
public enum ScheduleKind
{
    /// <summary>It does not.</summary>
    Constant,

    /// <summary>It is multiplied by the factor every so many steps.</summary>
    Step,

    /// <summary>It rises linearly over the warm-up steps, then falls to zero along half a cosine by the last epoch's end.</summary>
    Cosine,
}
