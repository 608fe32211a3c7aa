using System.CommandLine;
using Spectre.Console;
using Wav2Kp.Cli.Workspaces;

namespace Wav2Kp.Cli.Commands;

/// <summary><c>export</c>.</summary>
internal static class ExportCommands
{
    public static Command Create()
    {
        Argument<string> id = new("id") { Description = "Its identifier" };
        Option<DirectoryInfo> output = new("--out") { Description = "The folder to write", HelpName = "FOLDER", DefaultValueFactory = _ => new DirectoryInfo("export") };
        Command model = new Command("model", "Copy a model's weights and description into a folder") { id, output }
            .Does(async (context, cancellationToken) =>
            {
                await using IWorkspace workspace = context.OpenWorkspace();
                Print(context, await workspace.ExportModelAsync(context.Get(id), context.Get(output)!.FullName, cancellationToken));
            });
        Command dataset = new Command("dataset", "Copy a dataset's clips, features and landmarks into a folder, with a manifest") { id, output }
            .Does(async (context, cancellationToken) =>
            {
                await using IWorkspace workspace = context.OpenWorkspace();
                Print(context, await context.Terminal.StageAsync("Exporting", progress =>
                    workspace.ExportDatasetAsync(context.Get(id), context.Get(output)!.FullName, progress, cancellationToken)));
            });
        return new Command("export", "Copy a model or a dataset into a folder") { model, dataset };
    }

    private static void Print(CommandContext context, IReadOnlyList<string> files) =>
        context.Terminal.Result(files, console => files.ToList().ForEach(f => console.WriteLine(f)));
}
