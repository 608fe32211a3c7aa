namespace FFMpegCore.Enums;

/// <summary>A file format that the installed ffmpeg reads or writes.</summary>
public class ContainerFormat
{
    internal ContainerFormat(string name) => Name = name;

    /// <summary>The name that <c>-f</c> takes.</summary>
    public string Name { get; }

    /// <summary>It can be read.</summary>
    public bool DemuxingSupported { get; internal init; }

    /// <summary>It can be written.</summary>
    public bool MuxingSupported { get; internal init; }

    /// <summary>ffmpeg's description.</summary>
    public string Description { get; internal init; } = string.Empty;

    /// <summary>The file extension with its dot: the format's name unless <see cref="FFOptions.ExtensionOverrides"/> says otherwise.</summary>
    public string Extension => GlobalFFOptions.Current.ExtensionOverrides.TryGetValue(Name, out string? extension) ? extension : "." + Name;

    /// <summary>A line of <c>ffmpeg -formats</c>: two flags, the name, the description.</summary>
    internal static ContainerFormat? FromLine(string line)
    {
        if (line.Length < 4 || line[0] != ' ' || line[1] is not (' ' or 'D') || line[2] is not (' ' or 'E') || line[3] != ' ')
        {
            return null;
        }
        string[] parts = line[4..].Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length == 0 || parts[0] == "=")
        {
            return null;
        }
        return new ContainerFormat(parts[0])
        {
            DemuxingSupported = line[1] == 'D',
            MuxingSupported = line[2] == 'E',
            Description = parts.Length > 1 ? parts[1] : string.Empty,
        };
    }
}
