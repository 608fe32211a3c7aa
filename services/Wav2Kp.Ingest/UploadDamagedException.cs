namespace Wav2Kp.Ingest;

/// <summary>What came is not what was sent.</summary>
internal sealed class UploadDamagedException(string expected, string found)
    : Exception($"What came is not the file that was sent: its SHA-256 is {found} and should be {expected}. Was the file changed meanwhile? Send it again from its beginning.");
