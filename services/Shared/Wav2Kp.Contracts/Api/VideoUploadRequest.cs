using System.Text.Json.Serialization;

namespace Wav2Kp.Contracts.Api;

/// <summary>Begins the upload of a video in pieces.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record VideoUploadRequest
{
    /// <summary>The file's name, without folders.</summary>
    public required string Name { get; init; }

    /// <summary>The file's size.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of its bytes, hexadecimal, if it is known already.</summary>
    public string? Sha256 { get; init; }
}
