namespace Wav2Kp.Faces.Synthetic;

/// <summary>A phoneme of synthesised speech and the samples that it lasts.</summary>
/// <param name="Ipa">Its symbol in the International Phonetic Alphabet; empty for a pause.</param>
/// <param name="Start">Its first sample.</param>
/// <param name="End">The sample after its last.</param>
internal readonly record struct SpokenPhoneme(string Ipa, int Start, int End);
