namespace Wav2Kp.Contracts.Api;

/// <summary>Figures of a dataset's clips, or of those of a part.</summary>
public sealed record DatasetStatistics
{
    /// <summary>How many clips.</summary>
    public required int Clips { get; init; }

    /// <summary>Their length together; clips of unknown length count as 0.</summary>
    public required double Seconds { get; init; }

    /// <summary>Their frames.</summary>
    public required long Frames { get; init; }

    /// <summary>Frames with a face.</summary>
    public required long ValidFrames { get; init; }

    /// <summary>Frames with a face that training uses.</summary>
    public required long GoodFrames { get; init; }

    /// <summary>Clips of each speaker; those without one under the empty name.</summary>
    public required IReadOnlyDictionary<string, int> Speakers { get; init; }

    /// <summary>How many clips have a share of good frames from 0 to 0.1, from 0.1 to 0.2, … and from 0.9 to 1: ten counts.</summary>
    public required IReadOnlyList<int> Quality { get; init; }
}
