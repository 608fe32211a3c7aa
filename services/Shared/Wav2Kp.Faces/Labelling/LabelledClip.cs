namespace Wav2Kp.Faces.Labelling;

/// <summary>What became of a clip.</summary>
/// <param name="Clip">Its file's name.</param>
/// <param name="Labelled">Frames that were labelled.</param>
/// <param name="Rejected">Frames in which the networks did not agree.</param>
/// <param name="Disagreement">The mean difference between the networks in the frames that were looked at, by the inter-ocular distance; with one network, its difference from itself.</param>
/// <param name="Fault">Why the clip gave nothing; null if it did.</param>
public sealed record LabelledClip(string Clip, int Labelled, int Rejected, double Disagreement, string? Fault);
