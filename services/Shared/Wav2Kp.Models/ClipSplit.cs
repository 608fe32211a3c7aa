namespace Wav2Kp.Models;

/// <summary>Which clip belongs to which part of a dataset.</summary>
/// <param name="Train">Identifiers of the training clips.</param>
/// <param name="Validation">Identifiers of the validation clips.</param>
/// <param name="Test">Identifiers of the held-out clips.</param>
public sealed record ClipSplit(IReadOnlyList<string> Train, IReadOnlyList<string> Validation, IReadOnlyList<string> Test);
