namespace Wav2Kp.Objects;

/// <summary>No space is left where something had to be written.</summary>
public sealed class DiskFullException(string message, Exception? inner = null) : IOException(message, inner);
