namespace Wav2Kp.Contracts.Api;

/// <summary>A video that comes in pieces.</summary>
public sealed record VideoUpload
{
    /// <summary>Its identifier.</summary>
    public required Guid Id { get; init; }

    /// <summary>The file's name.</summary>
    public required string Name { get; init; }

    /// <summary>The file's size.</summary>
    public required long Bytes { get; init; }

    /// <summary>How many of its bytes are here: where the next piece begins.</summary>
    public required long Received { get; init; }

    /// <summary>How large a piece is best; none is larger than <see cref="MaxPieceBytes"/>, and only the last is smaller than <see cref="MinPieceBytes"/>.</summary>
    public required int PieceBytes { get; init; }

    /// <summary>The fewest bytes of a piece that is not the last.</summary>
    public required int MinPieceBytes { get; init; }

    /// <summary>The most bytes of a piece.</summary>
    public required int MaxPieceBytes { get; init; }

    /// <summary>The video that it has become.</summary>
    public Guid? VideoId { get; init; }

    /// <summary>When it was begun.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is given up unless another piece comes.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
