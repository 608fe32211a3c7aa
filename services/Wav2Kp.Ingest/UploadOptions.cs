namespace Wav2Kp.Ingest;

/// <summary>Section <c>Uploads</c> of the configuration.</summary>
internal sealed class UploadOptions
{
    /// <summary>The largest video that is taken, in bytes.</summary>
    public long MaxBytes { get; set; } = 16L << 30;
}
