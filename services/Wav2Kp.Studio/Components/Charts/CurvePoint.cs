namespace Wav2Kp.Studio.Components.Charts;

/// <summary>A point of a curve.</summary>
/// <param name="X">A step, an epoch or seconds.</param>
/// <param name="Y">The value; null where it is no finite number, which leaves a gap.</param>
/// <param name="Step">The training step at which it was measured.</param>
public readonly record struct CurvePoint(double X, double? Y, long Step = 0);
