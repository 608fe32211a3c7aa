using System.CommandLine;
using Spectre.Console;
using Wav2Kp.Cli.Output;
using Wav2Kp.Cli.Workspaces;

namespace Wav2Kp.Cli.Commands;

/// <summary><c>train</c>.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        Option<string?> dataset = new("--dataset") { Description = "The dataset version's identifier; default: the newest", HelpName = "ID" };
        Option<string> recipe = new("--recipe")
        {
            Description = $"A built-in recipe ({string.Join(", ", Models.Recipe.BuiltInNames)}) or a recipe's JSON file",
            HelpName = "NAME|FILE",
            DefaultValueFactory = _ => "wav2kp",
        };
        Option<string[]> set = new("--set") { Description = "A field of the recipe to change, such as training.batchSize=8 (0: as suits the device); may be given again", HelpName = "KEY=VALUE" };
        Option<int?> epochs = new("--epochs") { Description = "Short for --set training.epochs=N", HelpName = "N" };
        Option<string> device = new("--device") { Description = "auto, cpu or cuda", DefaultValueFactory = _ => "auto" };
        device.AcceptOnlyFromAmong("auto", "cpu", "cuda");
        Option<string> experiment = new("--experiment") { Description = "The experiment that the run belongs to", DefaultValueFactory = _ => "default", HelpName = "NAME" };
        Option<string?> name = new("--name") { Description = "The run's name", HelpName = "NAME" };
        return new Command("train", "Train a model and evaluate it on held-out clips") { dataset, recipe, set, epochs, device, experiment, name }
            .Does(async (context, cancellationToken) =>
            {
                await using IWorkspace workspace = context.OpenWorkspace();
                string datasetId = context.Get(dataset) ?? await NewestDatasetAsync(workspace, cancellationToken);
                TrainingRequest request = new(
                    datasetId, context.Get(recipe)!, ParseOverrides(context.Get(set), context.Get(epochs)),
                    context.Get(device)!, context.Get(experiment)!, context.Get(name));
                TrainingOutcome trained = await context.Terminal.StageAsync(
                    $"Training {request.Recipe}", progress => workspace.TrainAsync(request, progress, cancellationToken));
                context.Terminal.Result(trained, console =>
                {
                    console.MarkupLineInterpolated($"model [bold]{trained.ModelId}[/], run {trained.RunId}, {trained.Seconds:0.0} s");
                    console.Write(Terminal.TableOf(trained.Metrics.OrderBy(m => m.Key), ("held-out metric", m => m.Key), ("value", m => m.Value)));
                });
            });
    }

    internal static IReadOnlyDictionary<string, string> ParseOverrides(string[]? settings, int? epochs)
    {
        Dictionary<string, string> overrides = [];
        foreach (string setting in settings ?? [])
        {
            int equals = setting.IndexOf('=');
            if (equals <= 0)
            {
                throw new CliException($"'{setting}' sets nothing: write KEY=VALUE, such as training.epochs=5.", ExitCodes.Usage);
            }
            overrides[setting[..equals].Trim()] = setting[(equals + 1)..].Trim();
        }
        if (epochs is { } n)
        {
            overrides["training.epochs"] = n.ToString();
        }
        return overrides;
    }

    internal static async Task<string> NewestDatasetAsync(IWorkspace workspace, CancellationToken cancellationToken) =>
        (await workspace.ListDatasetsAsync(cancellationToken)).FirstOrDefault()?.Id
            ?? throw new CliException("There is no dataset yet: wav2kp datasets create NAME");
}
