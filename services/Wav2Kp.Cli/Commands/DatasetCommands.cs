using System.CommandLine;
using Spectre.Console;
using Wav2Kp.Cli.Output;
using Wav2Kp.Cli.Workspaces;
using Wav2Kp.Contracts.Api;
using DatasetRequest = Wav2Kp.Cli.Workspaces.DatasetRequest;

namespace Wav2Kp.Cli.Commands;

/// <summary><c>datasets</c>.</summary>
internal static class DatasetCommands
{
    public static Command Create()
    {
        Argument<string> name = new("name") { Description = "The dataset's name; an existing one gets a further version" };
        Option<string[]> clips = new("--clip") { Description = "A clip's identifier, once for each; default: all that are ready", HelpName = "ID" };
        Option<string?> filter = new("--filter") { Description = "Which of the clips that are ready, such as \"speaker = 's1' and quality >= 0.9\" (docs/filters.md)", HelpName = "EXPRESSION" };
        filter.CompletionSources.Add(Suggestions.Filter("clips"));
        name.CompletionSources.Add(Suggestions.Datasets);
        Option<string> split = new("--split")
        {
            Description = "Shares (or counts) for training, validation and test",
            HelpName = "TRAIN,VALIDATION,TEST",
            DefaultValueFactory = _ => "0.8,0.1,0.1",
        };
        Option<int> seed = new("--seed") { Description = "The split's seed", DefaultValueFactory = _ => 1 };
        Command create = new Command("create", "Make a version of a dataset from clips that are ready") { name, clips, filter, split, seed }
            .Does(async (context, cancellationToken) =>
            {
                double[] parts = ParseSplit(context.Get(split)!);
                await using IWorkspace workspace = context.OpenWorkspace();
                string[]? chosen = context.Get(clips) is { Length: > 0 } ids ? ids : null;
                if (context.Get(filter) is not null && (chosen is not null || context.Get(GlobalOptions.Local) is not null))
                {
                    throw new CliException(chosen is null ? "Filters are the platform's: with --local name clips with --clip." : "Choose the clips either with --clip or with --filter.", ExitCodes.Usage);
                }
                DatasetOutcome dataset = await workspace.CreateDatasetAsync(
                    new DatasetRequest(context.Get(name), chosen, parts[0], parts[1], parts[2], context.Get(seed), context.Get(filter)), cancellationToken);
                context.Terminal.Result(dataset, _ => Print(context, [dataset]));
            });
        Command list = new Command("list", "List the versions of datasets").Does(async (context, cancellationToken) =>
        {
            await using IWorkspace workspace = context.OpenWorkspace();
            Print(context, await workspace.ListDatasetsAsync(cancellationToken));
        });
        Argument<string> id = new("id") { Description = "The version's identifier" };
        id.CompletionSources.Add(Suggestions.Ids("datasets"));
        return new Command("datasets", "Datasets: clips and their split") { create, list, Show(id), Export(id), Import(), Deletion.Create("Delete versions that no model was trained on; their clips stay", "datasets") };
    }

    private static Command Show(Argument<string> id) => new Command("show", "Show a version of a dataset and its figures") { id }.Does(async (context, cancellationToken) =>
    {
        await using RemoteWorkspace platform = context.OpenPlatform();
        Print(context, await platform.Studio.GetAsync<DatasetVersion>($"datasets/{RemoteWorkspace.ParseId(context.Get(id))}", cancellationToken));
    });

    private static Command Export(Argument<string> id)
    {
        Option<string> output = new("--out") { Description = "A folder to write, or a file that ends in .tar", HelpName = "FOLDER|FILE.tar", DefaultValueFactory = _ => "dataset" };
        Option<bool> noVideos = new("--no-videos") { Description = "Leave the videos out of a tar; it cannot be imported then" };
        Option<bool> noFaces = new("--no-faces") { Description = "Leave face crops and contact sheets out of a tar" };
        return new Command("export", "Copy a version into a folder or a tar that Python reads (docs/files.md)") { id, output, noVideos, noFaces }.Does(async (context, cancellationToken) =>
        {
            string path = Path.GetFullPath(context.Get(output)!);
            if (path.EndsWith(".tar", StringComparison.OrdinalIgnoreCase))
            {
                await using RemoteWorkspace platform = context.OpenPlatform();
                await context.Terminal.StageAsync("Exporting", async _ =>
                {
                    await platform.ExportTarAsync(context.Get(id), path, !context.Get(noVideos), !context.Get(noFaces), cancellationToken);
                    return true;
                });
                context.Terminal.Result(new[] { path }, console => console.WriteLine(path));
                return;
            }
            await using IWorkspace workspace = context.OpenWorkspace();
            IReadOnlyList<string> files = await context.Terminal.StageAsync("Exporting", progress => workspace.ExportDatasetAsync(context.Get(id), path, progress, cancellationToken));
            context.Terminal.Result(files, console => console.WriteLine($"{files.Count} files in {path}"));
        });
    }

    private static Command Import()
    {
        Argument<string> source = new("path") { Description = "A tar or a folder that was exported" };
        Option<string?> name = new("--name") { Description = "Another name for the dataset", HelpName = "NAME" };
        return new Command("import", "Take an exported dataset in") { source, name }.Does(async (context, cancellationToken) =>
        {
            string path = Path.GetFullPath(context.Get(source));
            if (!File.Exists(path) && !Directory.Exists(path))
            {
                throw new CliException($"There is no file or folder {path}.", ExitCodes.Usage);
            }
            await using RemoteWorkspace platform = context.OpenPlatform();
            string address = "datasets/import" + (context.Get(name) is { } other ? $"?name={Uri.EscapeDataString(other)}" : "");
            DatasetImport import = await context.Terminal.StageAsync("Importing", progress => platform.Studio.SendAsync<DatasetImport>(
                HttpMethod.Post, address,
                () => Directory.Exists(path) ? new FolderTarContent(path) : new StreamContent(new CountedStream(File.OpenRead(path), progress)), cancellationToken));
            context.Terminal.Result(import, console => console.MarkupLineInterpolated(
                $"[bold]{import.Dataset.Name}[/] version {import.Dataset.Version}, {import.Id}: {(import.IsNew ? $"{import.Dataset.ClipCount} clips, {import.NewClips} of them new" : "was here already")}"));
        });
    }

    private static void Print(CommandContext context, DatasetVersion version) => context.Terminal.Result(version, console =>
    {
        console.MarkupLineInterpolated($"[bold]{version.Name}[/] version {version.Version}, made {Terminal.Format(version.CreatedAt)}");
        console.WriteLine($"{version.Id}, {(version.Filter is { } filter ? $"filter: {(filter.Length == 0 ? "all" : filter)}" : "its clips were named")}, seed {version.Seed}");
        console.Write(Terminal.TableOf(
            new[] { "all", "train", "validation", "test" }.Where(version.Statistics.ContainsKey).Select(p => (Part: p, Sums: version.Statistics[p])),
            ("part", s => s.Part),
            ("clips", s => s.Sums.Clips),
            ("seconds", s => s.Sums.Seconds),
            ("frames", s => s.Sums.Frames),
            ("with a face", s => s.Sums.ValidFrames),
            ("good", s => s.Sums.GoodFrames),
            ("speakers", s => s.Sums.Speakers.Count(x => x.Key.Length > 0)),
            ("clips by quality, 0 to 100 %", s => string.Join(' ', s.Sums.Quality))));
    });

    internal static double[] ParseSplit(string text)
    {
        double[] parts = [.. text.Split(',').Select(p => double.TryParse(p, System.Globalization.CultureInfo.InvariantCulture, out double v) ? v : double.NaN)];
        return parts.Length == 3 && parts.All(p => p >= 0) && parts[0] > 0
            ? parts
            : throw new CliException($"'{text}' is no split: give three numbers, such as 0.8,0.1,0.1 or 48,6,6.", ExitCodes.Usage);
    }

    private static void Print(CommandContext context, IReadOnlyList<DatasetOutcome> datasets) =>
        context.Terminal.Table(
            datasets,
            "No datasets yet: wav2kp datasets create NAME",
            ("id", d => d.Id),
            ("name", d => d.Name),
            ("version", d => d.Version),
            ("train", d => d.Count("train")),
            ("validation", d => d.Count("validation")),
            ("test", d => d.Count("test")),
            ("hash", d => d.Hash[..Math.Min(12, d.Hash.Length)]));
}
