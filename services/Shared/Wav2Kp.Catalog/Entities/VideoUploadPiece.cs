namespace Wav2Kp.Catalog;

/// <summary>A piece of a video that is uploaded.</summary>
public sealed class VideoUploadPiece
{
    /// <summary>The upload.</summary>
    public Guid UploadId { get; set; }

    /// <summary>Where in the file it begins.</summary>
    public long At { get; set; }

    /// <summary>Its length.</summary>
    public long Bytes { get; set; }

    /// <summary>Where its bytes are.</summary>
    public required string ObjectKey { get; set; }
}
