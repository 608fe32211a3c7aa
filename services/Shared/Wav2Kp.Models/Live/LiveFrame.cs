using Wav2Kp.Media;

namespace Wav2Kp.Models.Live;

/// <summary>A frame of a <see cref="KeypointStream"/>.</summary>
/// <param name="Index">Its number, from 0 without a gap.</param>
/// <param name="Time">When it is shown, seconds after the first sample.</param>
/// <param name="Face">136 coordinates in the recipe's space (<see cref="KeypointSpace.Aligned"/>).</param>
public sealed record LiveFrame(int Index, Rational Time, float[] Face);
