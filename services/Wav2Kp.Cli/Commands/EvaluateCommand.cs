using System.CommandLine;
using Wav2Kp.Cli.Output;
using Wav2Kp.Cli.Workspaces;

namespace Wav2Kp.Cli.Commands;

/// <summary><c>evaluate</c>.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "The model's identifier" };
        Option<string?> dataset = new("--dataset") { Description = "The dataset version's identifier; default: the newest", HelpName = "ID" };
        return new Command("evaluate", "Measure a model on a dataset's held-out clips") { model, dataset }
            .Does(async (context, cancellationToken) =>
            {
                await using IWorkspace workspace = context.OpenWorkspace();
                string datasetId = context.Get(dataset) ?? await TrainCommand.NewestDatasetAsync(workspace, cancellationToken);
                IReadOnlyDictionary<string, double> metrics = await context.Terminal.StageAsync(
                    "Evaluating", progress => workspace.EvaluateAsync(context.Get(model), datasetId, progress, cancellationToken));
                context.Terminal.Result(metrics, console =>
                    console.Write(Terminal.TableOf(metrics.OrderBy(m => m.Key), ("held-out metric", m => m.Key), ("value", m => m.Value))));
            });
    }
}
