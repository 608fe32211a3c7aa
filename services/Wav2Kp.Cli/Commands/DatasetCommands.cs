using System.CommandLine;
using Wav2Kp.Cli.Workspaces;

namespace Wav2Kp.Cli.Commands;

/// <summary><c>datasets</c>.</summary>
internal static class DatasetCommands
{
    public static Command Create()
    {
        Argument<string> name = new("name") { Description = "The dataset's name; an existing one gets a further version" };
        Option<string[]> clips = new("--clip") { Description = "A clip's identifier, once for each; default: all that are ready", HelpName = "ID" };
        Option<string> split = new("--split")
        {
            Description = "Shares (or counts) for training, validation and test",
            HelpName = "TRAIN,VALIDATION,TEST",
            DefaultValueFactory = _ => "0.8,0.1,0.1",
        };
        Option<int> seed = new("--seed") { Description = "The split's seed", DefaultValueFactory = _ => 1 };
        Command create = new Command("create", "Make a version of a dataset from clips that are ready") { name, clips, split, seed }
            .Does(async (context, cancellationToken) =>
            {
                double[] parts = ParseSplit(context.Get(split)!);
                await using IWorkspace workspace = context.OpenWorkspace();
                string[]? chosen = context.Get(clips) is { Length: > 0 } ids ? ids : null;
                DatasetOutcome dataset = await workspace.CreateDatasetAsync(
                    new DatasetRequest(context.Get(name), chosen, parts[0], parts[1], parts[2], context.Get(seed)), cancellationToken);
                context.Terminal.Result(dataset, _ => Print(context, [dataset]));
            });
        Command list = new Command("list", "List the versions of datasets").Does(async (context, cancellationToken) =>
        {
            await using IWorkspace workspace = context.OpenWorkspace();
            Print(context, await workspace.ListDatasetsAsync(cancellationToken));
        });
        return new Command("datasets", "Datasets: clips and their split") { create, list };
    }

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
