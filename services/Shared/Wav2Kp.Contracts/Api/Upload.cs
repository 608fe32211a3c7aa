namespace Wav2Kp.Contracts.Api;

/// <summary>An uploaded file that is no talking clip: speech or a portrait.</summary>
public sealed record Upload
{
    /// <summary>Its identifier.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its file name.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of its bytes, hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Its size.</summary>
    public required long Bytes { get; init; }

    /// <summary>When it was uploaded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
