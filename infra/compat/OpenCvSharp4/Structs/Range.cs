namespace OpenCvSharp;

/// <summary>Rows or columns from <see cref="Start"/> up to, and without, <see cref="End"/>.</summary>
public record struct Range(int Start, int End)
{
    /// <summary>The first.</summary>
    public int Start = Start;

    /// <summary>The one after the last.</summary>
    public int End = End;

    /// <summary>All rows or columns.</summary>
    public static Range All => new(int.MinValue, int.MaxValue);
}
