using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Wav2Kp.Studio.Platform;

/// <summary>
/// Reads what the AppHost says of the services that it started on this machine: from its file apphost.json, which the setting
/// Platform:State names. Elsewhere, such as under Kubernetes, there is no such file, and the platform's own tools show them.
/// </summary>
internal sealed partial class PlatformReader(IConfiguration configuration, ILogger<PlatformReader> logger)
{
    private const int LogTail = 512 << 10;
    private const int MaxEntries = 400;

    /// <summary>The levels of entries, the least grave first.</summary>
    public static IReadOnlyList<string> Levels { get; } = ["trce", "dbug", "info", "warn", "fail", "crit"];

    private string? StateFile => configuration["Platform:State"];

    /// <summary>The services and servers; null when nobody says.</summary>
    public async Task<IReadOnlyList<ServiceState>?> ServicesAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken))?.Resources!.Select(View).ToList();

    /// <summary>The newest entries of a service's log, the oldest of them first; null when there is no such service or log.</summary>
    /// <param name="name">The service.</param>
    /// <param name="search">What an entry holds; null for any.</param>
    /// <param name="level">The least grave level wanted; entries that have none count as info.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<LogEntry>?> LogAsync(string name, string? search, string? level, CancellationToken cancellationToken)
    {
        if ((await ReadAsync(cancellationToken))?.Resources!.FirstOrDefault(r => r.Name == name) is not { Log: { } path } || !File.Exists(path))
            return null;
        var lines = await TailAsync(path, cancellationToken);
        int least = level is null ? 0 : Rank(level);
        return [.. Entries(lines).Where(e => Rank(e.Level ?? "info") >= least && (search is null || e.Text.Contains(search, StringComparison.OrdinalIgnoreCase))).TakeLast(MaxEntries)];
    }

    /// <summary>Puts lines together that belong to one entry: those that are indented, to the one before them.</summary>
    public static IEnumerable<LogEntry> Entries(IEnumerable<string> lines)
    {
        StringBuilder? text = null;
        string? level = null;
        foreach (string line in lines)
        {
            string? begun = Levels.FirstOrDefault(l => line.StartsWith(l + ":", StringComparison.Ordinal));
            if (text is not null && begun is null && line.StartsWith("  ", StringComparison.Ordinal))
            {
                text.Append('\n').Append(line);
                continue;
            }
            if (text is not null)
                yield return new LogEntry(level, text.ToString());
            (text, level) = (new StringBuilder(line), begun);
        }
        if (text is not null)
            yield return new LogEntry(level, text.ToString());
    }

    private static int Rank(string level)
    {
        for (int i = 0; i < Levels.Count; i++)
            if (Levels[i] == level)
                return i;
        return 0;
    }

    private static async Task<string[]> TailAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        long start = Math.Max(0, file.Length - LogTail);
        file.Position = start;
        using var copy = new MemoryStream();
        await file.CopyToAsync(copy, cancellationToken);
        string[] lines = Encoding.UTF8.GetString(copy.GetBuffer(), 0, (int)copy.Length).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        return start > 0 ? lines[1..] : lines; // the first line was cut
    }

    private async Task<Application?> ReadAsync(CancellationToken cancellationToken)
    {
        if (StateFile is not { Length: > 0 } path || !File.Exists(path))
            return null;
        try
        {
            await using var file = File.OpenRead(path);
            var state = await JsonSerializer.DeserializeAsync<Application>(file, JsonSerializerOptions.Web, cancellationToken);
            return state?.Resources is null ? null : state; // written by another version of the AppHost, it may lack them
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            LogUnreadable(e, path);
            return null;
        }
    }

    private static ServiceState View(Resource resource)
    {
        var state = new ServiceState(resource.Name, resource.Type, resource.State, resource.Health, resource.Endpoint, resource.Restarts, resource.Message, File.Exists(resource.Log));
        if (resource.Pid is not { } pid)
            return state;
        try
        {
            using var process = Process.GetProcessById(pid);
            DateTimeOffset since = process.StartTime;
            double seconds = Math.Max(1e-3, (DateTimeOffset.Now - since).TotalSeconds);
            return state with { Since = since, MeanProcessors = process.TotalProcessorTime.TotalSeconds / seconds, Memory = process.WorkingSet64 };
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return state; // it ended between the file's writing and its reading, or is another user's
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The state of the services cannot be read from {Path}")]
    private partial void LogUnreadable(Exception exception, string path);

    private sealed record Application(IReadOnlyList<Resource>? Resources);

    private sealed record Resource(string Name, string Type, string State, string? Health, int? Pid, string? Endpoint, string? Log, int Restarts, string? Message);
}
