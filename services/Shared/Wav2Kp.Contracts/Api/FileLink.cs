namespace Wav2Kp.Contracts.Api;

/// <summary>A file to download.</summary>
public sealed record FileLink
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its address: a path on the API's host; answers range requests.</summary>
    public required string Url { get; init; }

    /// <summary>Its size.</summary>
    public required long Bytes { get; init; }
}
