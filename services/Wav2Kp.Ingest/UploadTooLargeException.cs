namespace Wav2Kp.Ingest;

/// <summary>More bytes came than are taken.</summary>
internal sealed class UploadTooLargeException(long limit) : Exception($"The video is larger than {limit} bytes: cut it into parts, or raise the setting Uploads:MaxBytes.");
