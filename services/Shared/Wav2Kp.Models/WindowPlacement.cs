namespace Wav2Kp.Models;

/// <summary>Where the window of feature rows lies for a frame.</summary>
public enum WindowPlacement
{
    /// <summary>Centred on the middle of the frame's time, by timestamps; rows beyond the recording repeat its first or last row.</summary>
    Centred,

    /// <summary>
    /// For live speech: the last row is the last one whose samples all lie before the end of the frame's time plus
    /// <see cref="WindowRecipe.LookAhead"/>; rows beyond the recording repeat its first or last row.
    /// </summary>
    Trailing,

    /// <summary>
    /// As published with WAV2KP: frame i of K takes the rows from round(i * rows / K) on, never from later than
    /// rows - window - 1; the last of the K frames has none.
    /// </summary>
    Proportional,
}
