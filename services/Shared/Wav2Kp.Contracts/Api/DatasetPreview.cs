namespace Wav2Kp.Contracts.Api;

/// <summary>What a filter would take into a dataset.</summary>
public sealed record DatasetPreview
{
    /// <summary>Clips that pass it.</summary>
    public required long Clips { get; init; }

    /// <summary>Those of them that are ready, which a dataset would hold.</summary>
    public required long Ready { get; init; }

    /// <summary>The ready ones' length.</summary>
    public required double Seconds { get; init; }

    /// <summary>The ready ones' frames.</summary>
    public required long Frames { get; init; }

    /// <summary>How many speakers the ready ones have.</summary>
    public required long Speakers { get; init; }
}
