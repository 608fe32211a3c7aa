namespace Wav2Kp.Faces.Synthetic;

/// <summary>A synthesised sentence.</summary>
/// <param name="Samples">Mono, 16 bits.</param>
/// <param name="SampleRate">Samples per second.</param>
/// <param name="Phonemes">Its phonemes without gaps from the first sample to the last.</param>
internal sealed record SpokenSentence(short[] Samples, int SampleRate, IReadOnlyList<SpokenPhoneme> Phonemes);
