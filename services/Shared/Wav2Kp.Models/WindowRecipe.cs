namespace Wav2Kp.Models;

/// <summary>The window of feature rows that the network sees for one frame.</summary>
public sealed record WindowRecipe
{
    /// <summary>10 log10 of the smallest power that levels are told of.</summary>
    internal const double NoFloor = -100;

    /// <summary>Rows of MFCCs in the window (40 rows of 12.5 ms: half a second).</summary>
    public int Rows { get; init; } = 40;

    /// <summary>Where the window lies.</summary>
    public WindowPlacement Placement { get; init; } = WindowPlacement.Centred;

    /// <summary>How long after the end of a frame's time the window of a <see cref="WindowPlacement.Trailing"/> recipe ends, ms.</summary>
    public int LookAhead { get; init; }

    /// <summary>The level that a mel band's level is raised to where it is lower, dB; -100, which no level is below: none.</summary>
    public double Floor { get; init; } = NoFloor;

    internal void Validate()
    {
        RecipeException.Require(Rows is >= 1 and <= 1_000, "window.rows", Rows, "between 1 and 1,000");
        RecipeException.Require(LookAhead is >= 0 and <= 10_000, "window.lookAhead", LookAhead, "between 0 and 10,000 ms");
        RecipeException.Require(Floor is >= NoFloor and <= 50, "window.floor", Floor, "between -100 (none) and 50 dB");
    }
}
