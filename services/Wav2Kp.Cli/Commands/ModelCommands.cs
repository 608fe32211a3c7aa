using System.CommandLine;
using Wav2Kp.Cli.Workspaces;

namespace Wav2Kp.Cli.Commands;

/// <summary><c>models</c>.</summary>
internal static class ModelCommands
{
    public static Command Create()
    {
        Command list = new Command("list", "List the models").Does(async (context, cancellationToken) =>
        {
            await using IWorkspace workspace = context.OpenWorkspace();
            IReadOnlyList<ModelOutcome> models = await workspace.ListModelsAsync(cancellationToken);
            context.Terminal.Table(
                models,
                "No models yet: wav2kp train",
                ("id", m => m.Id),
                ("name", m => m.Name),
                ("recipe", m => m.Recipe),
                ("mouth_r", m => m.Metrics.TryGetValue("mouth_r", out double v) ? v : null),
                ("lip_lmd", m => m.Metrics.TryGetValue("lip_lmd", out double v) ? v : null),
                ("made", m => m.CreatedAt));
        });
        return new Command("models", "Trained models") { list };
    }
}
