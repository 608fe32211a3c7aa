namespace Wav2Kp.Contracts.Api;

/// <summary>What an import brought.</summary>
public sealed record DatasetImport
{
    /// <summary>The version's identifier.</summary>
    public required Guid Id { get; init; }

    /// <summary>The version that the archive holds.</summary>
    public required DatasetVersion Dataset { get; init; }

    /// <summary>Whether the version was new.</summary>
    public required bool IsNew { get; init; }

    /// <summary>How many clips were not here before.</summary>
    public required int NewClips { get; init; }
}
