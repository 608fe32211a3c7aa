namespace Wav2Kp.Media.Processes;

/// <summary>
/// A name for a file that is safe within ffmpeg's command line. Users' file names hold quotes, backslashes and what looks like
/// a protocol or an option; FFMpegCore puts a path between quotes as it is. Such a path is given through a symbolic link.
/// </summary>
internal sealed class FileAlias : IDisposable
{
    private readonly string? _link;

    private FileAlias(string path, string? link)
    {
        Path = path;
        _link = link;
    }

    /// <summary>An absolute path of plain characters that leads to the file or folder.</summary>
    public string Path { get; }

    /// <summary>For a file or folder; it need not exist.</summary>
    public static FileAlias For(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        if (IsPlain(full))
        {
            return new FileAlias(full, null);
        }
        string link = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"wav2kp-{Guid.NewGuid():N}");
        File.CreateSymbolicLink(link, full);
        return new FileAlias(link, link);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_link is not null)
        {
            File.Delete(_link);
        }
    }

    // quotes and backslashes break the command line; the rest breaks nothing, blanks and other scripts included
    private static bool IsPlain(string path) => !path.Any(character => character is '"' or '\'' or '\\' or '%' || char.IsControl(character));
}
