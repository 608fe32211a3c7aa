namespace Wav2Kp.Studio.Components.Charts;

/// <summary>A curve of a chart.</summary>
/// <param name="Name">What the legend says.</param>
/// <param name="Colour">0 to 5.</param>
/// <param name="Points">By ascending X.</param>
public sealed record CurveLine(string Name, int Colour, IReadOnlyList<CurvePoint> Points);
