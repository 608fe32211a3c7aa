using System.CommandLine;
using Wav2Kp.Cli.Workspaces;

namespace Wav2Kp.Cli.Commands;

/// <summary><c>upload</c> and <c>clips</c>.</summary>
internal static class ClipCommands
{
    private static readonly string[] s_extensions =
        [".mpg", ".mpeg", ".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".wmv", ".flv", ".ts", ".mts", ".ogv", ".3gp"];

    public static Command Upload()
    {
        Argument<string[]> paths = new("paths") { Description = "Videos, or folders of videos", Arity = ArgumentArity.OneOrMore };
        Option<int?> most = new("--clips") { Description = "Take at most this many, by name", HelpName = "N" };
        return new Command("upload", "Take videos in and extract speech features and landmarks from them") { paths, most }
            .Does(async (context, cancellationToken) =>
            {
                IReadOnlyList<ClipSource> sources = FindVideos(context.Get(paths), context.Get(most));
                await using IWorkspace workspace = context.OpenWorkspace();
                IReadOnlyList<ClipOutcome> clips = await context.Terminal.StageAsync(
                    $"Extracting {sources.Count} clips", progress => workspace.ExtractAsync(sources, progress, cancellationToken));
                Print(context, clips);
                return clips.All(c => c.State == ClipOutcome.Ready) ? ExitCodes.Succeeded : ExitCodes.Failed;
            });
    }

    public static Command Clips()
    {
        Command list = new Command("list", "List the clips").Does(async (context, cancellationToken) =>
        {
            await using IWorkspace workspace = context.OpenWorkspace();
            Print(context, await workspace.ListClipsAsync(cancellationToken));
        });
        return new Command("clips", "The clips that were taken in") { list };
    }

    /// <summary>The videos that files and folders name, folders in the order of their names.</summary>
    public static IReadOnlyList<ClipSource> FindVideos(IEnumerable<string> paths, int? most)
    {
        List<ClipSource> found = [];
        foreach (string path in paths)
        {
            if (Directory.Exists(path))
            {
                found.AddRange(Directory.EnumerateFiles(path)
                    .Where(f => s_extensions.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase))
                    .Order(StringComparer.Ordinal)
                    .Select(f => new ClipSource(f)));
            }
            else if (File.Exists(path))
            {
                found.Add(new ClipSource(path));
            }
            else
            {
                throw new CliException($"There is no file or folder {path}.", ExitCodes.Usage);
            }
        }
        if (found.Count == 0)
        {
            throw new CliException($"No videos in {string.Join(", ", paths)}: looked for {string.Join(' ', s_extensions)}.", ExitCodes.Usage);
        }
        return most is { } n ? [.. found.Take(n)] : found;
    }

    private static void Print(CommandContext context, IReadOnlyList<ClipOutcome> clips) =>
        context.Terminal.Table(
            clips,
            "No clips yet: wav2kp upload FOLDER",
            ("id", c => c.Id),
            ("name", c => c.Name),
            ("state", c => c.State),
            ("frames", c => c.Frames),
            ("with a face", c => c.ValidFrames),
            ("reason", c => c.Reason ?? ""));
}
