namespace Wav2Kp.Studio.Videos.Pieces;

/// <summary>How large and how many uploads in pieces may be; section <c>Uploads</c> of the configuration.</summary>
internal sealed class PieceLimits
{
    /// <summary>The fewest bytes of a piece that is not the last: fewer would make too many of them.</summary>
    public const int MinPiece = 256 << 10;

    /// <summary>The most bytes of a piece.</summary>
    public const int MaxPiece = 64 << 20;

    /// <summary>What clients are told to send at a time: what a broken connection costs.</summary>
    public const int Piece = 8 << 20;

    /// <summary>The largest video that is taken, in bytes: as many as Ingest takes.</summary>
    public long MaxBytes { get; set; } = 16L << 30;

    /// <summary>How many uploads may be under way at a time.</summary>
    public int MaxOpen { get; set; } = 200;

    /// <summary>How long an upload waits for its next piece.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromDays(2);

    /// <summary>How often those are looked for that nobody goes on with.</summary>
    public TimeSpan CleaningInterval { get; set; } = TimeSpan.FromMinutes(10);
}
