using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Wav2Kp.Cli.Output;
using Wav2Kp.Cli.Workspaces;
using Wav2Kp.Contracts;
using Wav2Kp.Contracts.Api;
using Wav2Kp.Media;

namespace Wav2Kp.Cli.Commands;

/// <summary><c>upload</c> and <c>clips</c>.</summary>
internal static class ClipCommands
{
    private static readonly string[] s_extensions =
        [".mpg", ".mpeg", ".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".wmv", ".flv", ".ts", ".mts", ".ogv", ".3gp"];

    public static Command Upload() => Upload("upload");

    private static Command Upload(string verb)
    {
        Argument<string[]> paths = new("paths") { Description = "Videos, or folders of videos", Arity = ArgumentArity.OneOrMore };
        Option<int?> most = new("--clips") { Description = "Take at most this many, by name", HelpName = "N" };
        return new Command(verb, "Take videos in and extract speech features and landmarks from them") { paths, most }
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
        Argument<string> id = new("id") { Description = "The clip's identifier" };
        id.CompletionSources.Add(Suggestions.Ids("videos"));
        Argument<string[]> ids = new("ids") { Description = "The clips' identifiers", Arity = ArgumentArity.OneOrMore };
        ids.CompletionSources.Add(Suggestions.Ids("videos"));
        return new Command("clips", "The clips that were taken in") { List(), Show(id), Upload("upload"), Tag(ids), Retry(ids), Deletion.Create("Delete clips with all that was made of them, unless a dataset holds them", "videos") };
    }

    private static Command List()
    {
        Option<string?> filter = new("--filter") { Description = "Such as \"speaker = 's1' and quality >= 0.9 and length > 2\" (docs/filters.md)", HelpName = "EXPRESSION" };
        filter.CompletionSources.Add(Suggestions.Filter("clips"));
        Option<string?> order = new("--order") { Description = "Such as \"length desc\"; default: the newest first", HelpName = "FIELD [desc]" };
        Option<int> limit = new("--limit") { Description = "At most this many", DefaultValueFactory = _ => 100, HelpName = "N" };
        Option<bool> watch = Watching.Option();
        return new Command("list", "List the clips") { filter, order, limit, watch }.Does(async (context, cancellationToken) =>
        {
            if (context.Get(GlobalOptions.Local) is not null)
            {
                if (context.Get(filter) is not null || context.Get(order) is not null || context.Get(watch))
                {
                    throw new CliException("Filters, orders and --watch are the platform's: without them a folder's clips are listed.", ExitCodes.Usage);
                }
                await using IWorkspace workspace = context.OpenWorkspace();
                Print(context, await workspace.ListClipsAsync(cancellationToken));
                return;
            }
            await using RemoteWorkspace platform = context.OpenPlatform();
            string path = "videos?" + string.Join('&', new[] { ("filter", context.Get(filter)), ("order", context.Get(order)) }.Where(p => p.Item2 is not null).Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2!)}"));
            await Watching.ShowAsync(
                context, context.Get(watch), () => platform.Studio.GetAllAsync<Video>(path, context.Get(limit), cancellationToken), videos => Print(context, videos), null, cancellationToken);
        });
    }

    private static Command Show(Argument<string> id) => new Command("show", "Show a clip and its files") { id }.Does(async (context, cancellationToken) =>
    {
        await using RemoteWorkspace platform = context.OpenPlatform();
        Show(context, await platform.Studio.GetAsync<Video>($"videos/{RemoteWorkspace.ParseId(context.Get(id))}", cancellationToken));
    });

    private static Command Tag(Argument<string[]> ids)
    {
        Option<string?> speaker = new("--speaker") { Description = "Who speaks; an empty text removes it", HelpName = "NAME" };
        Option<string[]> tags = new("--tag") { Description = "A tag to add; may be given again", HelpName = "TAG" };
        Option<string[]> untag = new("--untag") { Description = "A tag to take away; may be given again", HelpName = "TAG" };
        return new Command("tag", "Say who speaks in clips, and change their tags") { ids, speaker, tags, untag }.Does(async (context, cancellationToken) =>
        {
            await using RemoteWorkspace platform = context.OpenPlatform();
            List<Video> changed = [];
            foreach (Guid id in context.Get(ids).Select(RemoteWorkspace.ParseId))
            {
                Video video = await platform.Studio.GetAsync<Video>($"videos/{id}", cancellationToken);
                VideoChange change = new() { Speaker = context.Get(speaker), Tags = [.. video.Tags.Concat(context.Get(tags) ?? []).Except(context.Get(untag) ?? []).Distinct()] };
                changed.Add(await platform.Studio.PatchAsync<Video>($"videos/{id}", change, cancellationToken));
            }
            Print(context, changed);
        });
    }

    private static Command Retry(Argument<string[]> ids)
    {
        Option<bool> wait = new("--wait") { Description = "Wait until it is done, and show what became of the clips" };
        return new Command("retry", "Extract clips again that failed or were rejected, or for the first time") { ids, wait }.Does(async (context, cancellationToken) =>
        {
            await using RemoteWorkspace platform = context.OpenPlatform();
            Guid[] clips = [.. context.Get(ids).Select(RemoteWorkspace.ParseId).Distinct()];
            Job job = await platform.StartExtractionAsync(clips, cancellationToken);
            if (!context.Get(wait))
            {
                context.Terminal.Result(job, console => console.WriteLine($"job {job.Id}: wav2kp jobs show {job.Id} --watch"));
                return ExitCodes.Succeeded;
            }
            IReadOnlyList<ClipOutcome> outcomes = await context.Terminal.StageAsync(
                $"Extracting {(clips.Length == 1 ? "1 clip" : $"{clips.Length} clips")}", progress => platform.FinishExtractionAsync(job, progress, cancellationToken));
            Print(context, outcomes);
            return outcomes.All(c => c.State == ClipOutcome.Ready) ? ExitCodes.Succeeded : ExitCodes.Failed;
        });
    }

    private static void Print(CommandContext context, IReadOnlyList<Video> videos) =>
        context.Terminal.Table(
            videos,
            "No clips: wav2kp upload FOLDER",
            ("id", v => v.Id),
            ("name", v => v.Name),
            ("state", v => Word(v.State)),
            ("speaker", v => v.Speaker ?? ""),
            ("tags", v => string.Join(", ", v.Tags)),
            ("MB", v => v.Bytes / 1e6),
            ("uploaded", v => v.CreatedAt),
            ("reason", v => v.Reason ?? ""));

    private static void Show(CommandContext context, Video video) => context.Terminal.Result(video, console =>
    {
        console.MarkupLineInterpolated($"[bold]{video.Name}[/] {Word(video.State)}{(video.Reason is null ? "" : $": {video.Reason}")}");
        console.WriteLine($"{video.Id}, uploaded {Terminal.Format(video.CreatedAt)}, SHA-256 {video.Sha256}");
        console.WriteLine($"speaker {video.Speaker ?? "–"}, tags {(video.Tags.Count == 0 ? "–" : string.Join(", ", video.Tags))}");
        if (video.Media is { } found)
        {
            MediaInfo media = ContractJson.FromElement<MediaInfo>(found);
            console.WriteLine(string.Join(", ", new[]
            {
                $"{Terminal.Format(media.Duration.Value)} s",
                media.Video is { } picture ? $"{picture.Width} x {picture.Height} {picture.Codec} at {Terminal.Format(picture.FrameRate.Value)} frames/s" : "no picture",
                media.Audio is { } sound ? $"{sound.Codec} at {sound.SampleRate} Hz" : "no sound",
            }));
        }
        video.Warnings.ToList().ForEach(w => console.MarkupLineInterpolated($"[yellow]{w}[/]"));
        video.Files.ToList().ForEach(f => console.WriteLine($"{f.Name}  {f.Bytes} bytes  {f.Url}"));
    });

    private static string Word(VideoState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());

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
