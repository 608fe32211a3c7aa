namespace Wav2Kp.Models.Detection;

/// <summary>How well faces are found in scenes.</summary>
/// <param name="Found">The share of the faces that are found: the squares share at least 40% of what either covers.</param>
/// <param name="FalseAlarms">False alarms per scene.</param>
/// <param name="SizeError">The mean of |log of the found over the true size| of the faces found.</param>
/// <param name="AngleError">The mean error of the tilt of the faces found, degrees.</param>
/// <param name="PlaceError">The mean distance of the middles over the true size of the faces found.</param>
public sealed record DetectorEvaluation(double Found, double FalseAlarms, double SizeError, double AngleError, double PlaceError);
