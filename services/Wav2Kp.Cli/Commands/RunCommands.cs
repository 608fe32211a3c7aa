using System.CommandLine;
using Wav2Kp.Cli.Workspaces;

namespace Wav2Kp.Cli.Commands;

/// <summary><c>runs</c>.</summary>
internal static class RunCommands
{
    private static readonly string[] s_shown = ["mouth_r", "lip_lmd", "nlmd", "lmd_px", "mouth_range"];

    public static Command Create()
    {
        Option<string?> filter = new("--filter") { Description = "Such as \"metrics.mouth_r > 0.8 and params.recipe = 'wav2kp'\"", HelpName = "EXPRESSION" };
        Option<string?> order = new("--order") { Description = "Such as \"metrics.mouth_r desc\"; default: the newest first", HelpName = "KEY [desc]" };
        Option<int> limit = new("--limit") { Description = "At most this many", DefaultValueFactory = _ => 100 };
        Command list = new Command("list", "List runs, with their figures on held-out clips") { filter, order, limit }
            .Does(async (context, cancellationToken) =>
            {
                await using IWorkspace workspace = context.OpenWorkspace();
                IReadOnlyList<RunOutcome> runs = await workspace.ListRunsAsync(
                    new RunQuery(context.Get(filter), context.Get(order), context.Get(limit)), cancellationToken);
                (string, Func<RunOutcome, object?>)[] metrics =
                    [.. s_shown.Where(k => runs.Any(r => r.Metrics.ContainsKey(k))).Select(k => (k, (Func<RunOutcome, object?>)(r => r.Metrics.TryGetValue(k, out double v) ? v : null)))];
                context.Terminal.Table(
                    runs,
                    "No runs.",
                    [("id", r => r.Id), ("name", r => r.Name), ("experiment", r => r.Experiment), ("status", r => r.Status), ("seconds", r => r.Seconds), .. metrics]);
            });
        return new Command("runs", "Experiment records") { list };
    }
}
