namespace Wav2Kp.Catalog;

/// <summary>An uploaded audio file or picture, known by the SHA-256 of its content.</summary>
public sealed class Upload
{
    /// <summary>Identity.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <summary>SHA-256 of the content, lower-case hex; unique.</summary>
    public required string Sha256 { get; set; }

    /// <summary>The name under which it was first uploaded.</summary>
    public required string Name { get; set; }

    /// <summary>Length in bytes.</summary>
    public long Bytes { get; set; }

    /// <summary>Where the content is.</summary>
    public required string ObjectKey { get; set; }

    /// <summary>When it was uploaded first.</summary>
    public DateTimeOffset CreatedAt { get; set; } = DateTimeOffset.UtcNow;
}
