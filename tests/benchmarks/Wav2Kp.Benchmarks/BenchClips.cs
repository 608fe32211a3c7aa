using Wav2Kp.Cli;
using Wav2Kp.Media;

namespace Wav2Kp.Benchmarks;

/// <summary>The clips that every run takes, ours and Python's.</summary>
/// <param name="Folder">A folder with nothing but links to them.</param>
/// <param name="Paths">The links, in order.</param>
/// <param name="Frames">Frames of all of them together.</param>
/// <param name="Seconds">Their length together.</param>
internal sealed record BenchClips(string Folder, IReadOnlyList<string> Paths, long Frames, double Seconds)
{
    private static readonly string[] s_kinds = [".mpg", ".mpeg", ".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi"];

    /// <summary>Links the first clips of a folder, by name, into an empty one.</summary>
    /// <remarks>
    /// The links end in .mpg whatever the clips are: a script that looks for one kind finds them all, and both ffmpeg and
    /// OpenCV go by a file's content.
    /// </remarks>
    /// <exception cref="CliException">The folder has no clip.</exception>
    public static async Task<BenchClips> LinkAsync(string source, string folder, int count, CancellationToken cancellationToken)
    {
        string[] found =
        [
            .. Directory.EnumerateFiles(source)
                .Where(path => s_kinds.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal)
                .Take(count),
        ];
        if (found.Length == 0)
        {
            throw new CliException($"There is no clip in {source}: give a folder of videos ({string.Join(" ", s_kinds)}) with --clips, or leave it out to have some drawn.", ExitCodes.Usage);
        }
        Directory.CreateDirectory(folder);
        string[] links = [.. found.Select(path => Path.Combine(folder, Path.GetFileNameWithoutExtension(path) + ".mpg"))];
        (long frames, double seconds) = (0, 0);
        for (int i = 0; i < found.Length; i++)
        {
            File.CreateSymbolicLink(links[i], Path.GetFullPath(found[i]));
            MediaInfo info = await MediaProbe.ProbeAsync(found[i], cancellationToken);
            VideoInfo video = info.Video ?? throw new CliException($"{found[i]} has no picture: the benchmark takes videos of people who speak.", ExitCodes.Usage);
            frames += video.FrameCount ?? (long)Math.Round((info.Duration * video.FrameRate).Value);
            seconds += info.Duration.Value;
        }
        return new BenchClips(folder, links, frames, seconds);
    }

    /// <summary>No clips.</summary>
    public static BenchClips None(string folder) => new(Directory.CreateDirectory(Path.Combine(folder, "clips")).FullName, [], 0, 0);

    /// <summary>The clips of a folder that <see cref="LinkAsync"/> made.</summary>
    public static string[] In(string folder) => [.. Directory.EnumerateFiles(folder, "*.mpg").Order(StringComparer.Ordinal)];
}
