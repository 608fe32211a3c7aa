using System.Text;

namespace FFMpegCore.Helpers;

/// <summary>Writes values into an argument line as <see cref="System.Diagnostics.ProcessStartInfo.Arguments"/> reads them back.</summary>
internal static class CommandLine
{
    /// <summary>The value in double quotes, with its own quotes and the backslashes before them escaped.</summary>
    public static string Quote(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        int backslashes = 0;
        foreach (char c in value)
        {
            if (c == '\0')
            {
                throw new ArgumentException("A program's argument cannot hold the character U+0000.", nameof(value));
            }
            if (c == '"')
            {
                text.Append('\\', backslashes + 1);
            }
            backslashes = c == '\\' ? backslashes + 1 : 0;
            text.Append(c);
        }
        return text.Append('\\', backslashes).Append('"').ToString();
    }

    /// <summary>The path of an input file in quotes, such that ffmpeg takes it for neither an option nor a protocol.</summary>
    public static string QuoteInputFile(string path) => QuoteFile(path, isFile: File.Exists(path));

    /// <summary>The path of an output file in quotes, such that ffmpeg takes it for neither an option nor a protocol.</summary>
    public static string QuoteOutputFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        bool isProtocol = path.Contains("://", StringComparison.Ordinal) || path.StartsWith("pipe:", StringComparison.Ordinal);
        return QuoteFile(path, isFile: !isProtocol && path != "-");
    }

    private static string QuoteFile(string path, bool isFile)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        int colon = path.IndexOf(':');
        int slash = path.IndexOf('/');
        bool looksLikeProtocol = colon > 0 && (slash < 0 || colon < slash);
        return Quote(isFile && (path[0] == '-' || looksLikeProtocol) ? "./" + path : path);
    }
}
