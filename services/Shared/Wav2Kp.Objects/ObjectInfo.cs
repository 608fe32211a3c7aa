namespace Wav2Kp.Objects;

/// <summary>An object's key and its length in bytes.</summary>
public sealed record ObjectInfo(string Key, long Length);
