namespace FFMpegCore.Helpers;

/// <summary>Reads the tables that ffmpeg prints of its codecs and formats.</summary>
internal static class FlagTable
{
    /// <summary>Splits "FLAGS name description"; false for headings and legends.</summary>
    public static bool TrySplit(string line, int flagCount, out string flags, out string name, out string rest)
    {
        string[] parts = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        bool isRow = parts.Length == 3 && parts[0].Length == flagCount && parts[1] != "=" && parts[0].All(c => c == '.' || char.IsAsciiLetterUpper(c));
        (flags, name, rest) = isRow ? (parts[0], parts[1], parts[2]) : (string.Empty, string.Empty, string.Empty);
        return isRow;
    }
}
