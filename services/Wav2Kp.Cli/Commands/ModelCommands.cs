using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Wav2Kp.Cli.Output;
using Wav2Kp.Cli.Workspaces;
using Wav2Kp.Contracts.Api;

namespace Wav2Kp.Cli.Commands;

/// <summary><c>models</c>.</summary>
internal static class ModelCommands
{
    private static readonly string[] s_stages = ["candidate", "production", "archived"];

    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "Its identifier, or its name for the version in production, or else the newest" };
        model.CompletionSources.Add(Suggestions.Models);
        return new Command("models", "Trained models") { List(), Show(model), Stage(model), Download(model) };
    }

    private static Command List() => new Command("list", "List the models").Does(async (context, cancellationToken) =>
    {
        await using IWorkspace workspace = context.OpenWorkspace();
        IReadOnlyList<ModelOutcome> models = await workspace.ListModelsAsync(cancellationToken);
        context.Terminal.Table(
            models,
            "No models yet: wav2kp train",
            ("id", m => m.Id),
            ("name", m => m.Name),
            ("stage", m => m.Stage),
            ("recipe", m => m.Recipe),
            ("mouth_r", m => m.Metrics.TryGetValue("mouth_r", out double v) ? v : null),
            ("lip_lmd", m => m.Metrics.TryGetValue("lip_lmd", out double v) ? v : null),
            ("made", m => m.CreatedAt));
    });

    private static Command Show(Argument<string> model) => new Command("show", "Show a model and its figures on held-out clips") { model }.Does(async (context, cancellationToken) =>
    {
        await using RemoteWorkspace platform = context.OpenPlatform();
        Print(context, await platform.FindModelAsync(context.Get(model), cancellationToken));
    });

    private static Command Stage(Argument<string> model)
    {
        Argument<string> stage = new("stage") { Description = string.Join(", ", s_stages) };
        stage.AcceptOnlyFromAmong(s_stages);
        return new Command("stage", "Say what a model is meant for; the version in production until now is archived") { model, stage }.Does(async (context, cancellationToken) =>
        {
            await using RemoteWorkspace platform = context.OpenPlatform();
            Model found = await platform.FindModelAsync(context.Get(model), cancellationToken);
            ModelChange change = new() { Stage = Enum.Parse<ModelStage>(context.Get(stage), ignoreCase: true) };
            Print(context, await platform.Studio.PatchAsync<Model>($"models/{found.Id}", change, cancellationToken));
        });
    }

    private static Command Download(Argument<string> model)
    {
        Option<DirectoryInfo> output = new("--out") { Description = "The folder to write", HelpName = "FOLDER", DefaultValueFactory = _ => new DirectoryInfo("model") };
        return new Command("download", "Copy a model's weights and description into a folder") { model, output }.Does(async (context, cancellationToken) =>
        {
            await using RemoteWorkspace platform = context.OpenPlatform();
            IReadOnlyList<string> files = await platform.DownloadAsync(await platform.FindModelAsync(context.Get(model), cancellationToken), context.Get(output)!.FullName, cancellationToken);
            context.Terminal.Result(files, console => files.ToList().ForEach(f => console.WriteLine(f)));
        });
    }

    private static void Print(CommandContext context, Model model) => context.Terminal.Result(model, console =>
    {
        console.MarkupLineInterpolated($"[bold]{model.Name}[/] version {model.Version}, {JsonNamingPolicy.CamelCase.ConvertName(model.Stage.ToString())}");
        console.WriteLine($"{model.Id}, made {Terminal.Format(model.CreatedAt)}{(model.RunId is { } run ? $" by run {run}" : "")}");
        console.Write(Terminal.TableOf(model.Metrics.OrderBy(m => m.Key), ("held-out metric", m => m.Key), ("value", m => m.Value)));
        model.Files.ToList().ForEach(f => console.WriteLine($"{f.Name}  {f.Url}"));
    });
}
