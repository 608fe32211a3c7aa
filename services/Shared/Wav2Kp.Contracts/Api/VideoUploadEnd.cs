using System.Text.Json.Serialization;

namespace Wav2Kp.Contracts.Api;

/// <summary>Ends the upload of a video in pieces.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record VideoUploadEnd
{
    /// <summary>SHA-256 of all bytes, hexadecimal, unless it was given at the beginning: what came is compared with it.</summary>
    public string? Sha256 { get; init; }
}
