namespace Wav2Kp.Cli.Output;

/// <summary>How far a stage is.</summary>
/// <param name="Fraction">0 to 1.</param>
/// <param name="Detail">What is being done, in a few words.</param>
internal readonly record struct StageProgress(double Fraction, string? Detail = null);
