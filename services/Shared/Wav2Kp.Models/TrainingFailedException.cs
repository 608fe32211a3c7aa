namespace Wav2Kp.Models;

/// <summary>A training cannot go on: the message says why and what to change.</summary>
/// <param name="message">Why, in a sentence.</param>
public sealed class TrainingFailedException(string message) : Exception(message);
