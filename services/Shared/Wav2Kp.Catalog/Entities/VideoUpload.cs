namespace Wav2Kp.Catalog;

/// <summary>A video that comes in pieces.</summary>
public sealed class VideoUpload
{
    /// <summary>Identity; ordered by time of creation.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <summary>The file's name.</summary>
    public required string Name { get; set; }

    /// <summary>The file's size.</summary>
    public long Bytes { get; set; }

    /// <summary>How many of its bytes are here: the pieces have no gaps.</summary>
    public long Received { get; set; }

    /// <summary>SHA-256 of the content, lower-case hex, if the client said it.</summary>
    public string? Sha256 { get; set; }

    /// <summary>The key of the request that began it; unique.</summary>
    public string? IdempotencyKey { get; set; }

    /// <summary>The clip that it has become.</summary>
    public Guid? ClipId { get; set; }

    /// <summary>Until when somebody puts its pieces together, unless that crashed.</summary>
    public DateTimeOffset? CompletingUntil { get; set; }

    /// <summary>When it is given up.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>When it was begun.</summary>
    public DateTimeOffset CreatedAt { get; set; } = DateTimeOffset.UtcNow;

    /// <summary>Its pieces, where they were loaded with the row.</summary>
    public List<VideoUploadPiece> Pieces { get; } = [];
}
