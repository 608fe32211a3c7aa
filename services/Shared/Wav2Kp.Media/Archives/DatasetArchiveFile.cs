namespace Wav2Kp.Media.Archives;

/// <summary>A file of an exported dataset.</summary>
/// <param name="Path">Its path within the export.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
public sealed record DatasetArchiveFile(string Path, long Bytes, string Sha256);
