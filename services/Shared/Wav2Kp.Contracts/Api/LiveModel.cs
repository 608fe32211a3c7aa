namespace Wav2Kp.Contracts.Api;

/// <summary>A model that can animate while one speaks.</summary>
public sealed record LiveModel
{
    /// <summary>Its identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Which of that name.</summary>
    public required int Version { get; init; }

    /// <summary>The name of its recipe.</summary>
    public required string Recipe { get; init; }

    /// <summary>How long after the end of a frame's time it listens before it gives the frame, ms.</summary>
    public required int LookAheadMs { get; init; }
}
