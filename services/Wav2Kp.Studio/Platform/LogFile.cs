using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Wav2Kp.Studio.Errors;
using Api = Wav2Kp.Contracts.Api;

namespace Wav2Kp.Studio.Platform;

/// <summary>A service's log: lines that the AppHost appends to a file, which it begins anew when that has grown large.</summary>
internal sealed partial class LogFile(string path)
{
    /// <summary>The most entries of a part.</summary>
    public const int MostEntries = 1000;

    private const int MostBytes = 512 << 10;
    private const int BytesOfStart = 64;

    // the lines of one entry are written one after the other: the last one may still grow
    private static readonly TimeSpan s_settled = TimeSpan.FromMilliseconds(300);

    /// <summary>The levels of entries, the least grave first.</summary>
    public static IReadOnlyList<string> Levels { get; } = ["trce", "dbug", "info", "warn", "fail", "crit"];

    /// <summary>The newest entries, or those that were written after a place.</summary>
    /// <param name="search">What an entry holds; null for any.</param>
    /// <param name="level">The least grave level wanted; entries that have none count as info.</param>
    /// <param name="after">The place; null for the newest entries.</param>
    /// <param name="limit">The most entries.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ApiException">This is no place of a log.</exception>
    public async Task<Api.LogPage> ReadAsync(string? search, string? level, string? after, int limit, CancellationToken cancellationToken)
    {
        var place = after is null ? default : Place(after);
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        long length = file.Length;
        bool isSettled = DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > s_settled;
        bool restarted = after is not null && (place.Offset > length || place.Start != await StartAsync(file, place.Offset, cancellationToken));
        long from = after is null ? Math.Max(0, length - MostBytes) : restarted ? 0 : place.Offset;
        byte[] bytes = new byte[(int)Math.Min(MostBytes, length - from)];
        file.Position = from;
        await file.ReadExactlyAsync(bytes, cancellationToken);
        int begin = after is null && from > 0 ? Array.IndexOf(bytes, (byte)'\n') + 1 : 0; // the first line was cut
        bool toEnd = from + bytes.Length == length;

        int least = level is null ? 0 : Rank(level);
        var kept = new List<(Api.LogEntry Entry, long End)>();
        long end = from + begin;
        foreach (var (entry, size, isLast) in Entries(bytes.AsMemory(begin)))
        {
            // it may have more lines and is read with them next time, unless it alone is as long as a part may be
            if (isLast && after is not null && (toEnd ? !isSettled : end > from))
                break;
            end += size;
            if (Rank(entry.Level ?? "info") >= least && (search is null || entry.Text.Contains(search, StringComparison.OrdinalIgnoreCase)))
                kept.Add((entry, end));
            if (after is not null && kept.Count == limit)
                break;
        }
        uint start = await StartAsync(file, end, cancellationToken);
        return new Api.LogPage
        {
            Items = [.. (after is null ? kept.TakeLast(limit) : kept).Select(k => k.Entry)],
            Next = string.Create(CultureInfo.InvariantCulture, $"{end}-{start:x8}"),
            HasMore = after is not null && end < length && isSettled,
            Restarted = restarted,
        };
    }

    /// <summary>How long the log is, and how it begins: both tell whether it has changed.</summary>
    public (long Length, DateTime Written) Stamp => (new FileInfo(path) is { Exists: true } info ? info.Length : 0, File.GetLastWriteTimeUtc(path));

    /// <summary>Puts lines together that belong to one entry: those that are indented, to the one before them. A last line without its end is left out.</summary>
    public static IEnumerable<(Api.LogEntry Entry, int Bytes, bool IsLast)> Entries(ReadOnlyMemory<byte> content)
    {
        StringBuilder? text = null;
        string? level = null;
        int bytes = 0;
        while (content.Span.IndexOf((byte)'\n') is >= 0 and int at)
        {
            string line = Encoding.UTF8.GetString(content.Span[..at]).TrimEnd('\r');
            content = content[(at + 1)..];
            string? begun = Level().Match(line) is { Success: true } match ? match.Groups[1].Value : null;
            if (text is not null && begun is null && line.StartsWith("  ", StringComparison.Ordinal))
            {
                text.Append('\n').Append(line);
                bytes += at + 1;
                continue;
            }
            if (text is not null)
                yield return (new Api.LogEntry { Level = level, Text = text.ToString() }, bytes, false);
            (text, level, bytes) = (new StringBuilder(line), begun, at + 1);
        }
        if (text is not null)
            yield return (new Api.LogEntry { Level = level, Text = text.ToString() }, bytes, true);
    }

    private static int Rank(string level)
    {
        for (int i = 0; i < Levels.Count; i++)
            if (Levels[i] == level)
                return i;
        return 0;
    }

    private static (long Offset, uint Start) Place(string text)
    {
        string[] parts = text.Split('-');
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long offset)
            && uint.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint start)
            ? (offset, start) : throw ApiException.Field("after", $"after is what an earlier answer gave as next; '{text}' is not.");
    }

    /// <summary>A check sum of how the log begins, before a place in it: another one, and it is another log.</summary>
    private static async Task<uint> StartAsync(FileStream file, long offset, CancellationToken cancellationToken)
    {
        byte[] start = new byte[(int)Math.Min(BytesOfStart, offset)];
        file.Position = 0;
        int read = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        return BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(start.AsSpan(0, read)));
    }

    // at the line's beginning, or after the time
    [GeneratedRegex(@"^(?:\d{4}-\d\d-\d\dT[0-9:.]+Z )?(trce|dbug|info|warn|fail|crit):")]
    private static partial Regex Level();
}
