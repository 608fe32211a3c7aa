namespace Wav2Kp.Models;

/// <summary>The window of feature rows that the network sees for one frame.</summary>
public sealed record WindowRecipe
{
    /// <summary>Rows of MFCCs in the window (40 rows of 12.5 ms: half a second).</summary>
    public int Rows { get; init; } = 40;

    /// <summary>Where the window lies.</summary>
    public WindowPlacement Placement { get; init; } = WindowPlacement.Centred;

    internal void Validate() => RecipeException.Require(Rows is >= 1 and <= 1_000, "window.rows", Rows, "between 1 and 1,000");
}
