using System.CommandLine;
using Spectre.Console;
using Wav2Kp.Cli.Output;
using Wav2Kp.Cli.Workspaces;
using Wav2Kp.Models;
using Wav2Kp.Models.Landmarks;

namespace Wav2Kp.Cli.Commands;

/// <summary><c>landmarks train</c>: on the machine's own libtorch, with no server.</summary>
internal static class LandmarkTrainCommand
{
    public static Command Create()
    {
        Option<string> recipe = new("--recipe")
        {
            Description = $"A built-in recipe ({string.Join(", ", LandmarkRecipe.BuiltInNames)}) or a recipe's JSON file",
            HelpName = "NAME|FILE",
            DefaultValueFactory = _ => LandmarkRecipe.BuiltInNames[0],
        };
        Option<string[]> data = new("--data")
        {
            Description = "Labelled pictures: NAME.json with NAME.tar beside it; one for each set of the recipe's mix",
            HelpName = "NAME.json",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        Option<DirectoryInfo?> output = new("--out") { Description = "The folder of the run: weights, checkpoint, figures; default: a new one in the runs of --local", HelpName = "FOLDER" };
        Option<bool> resume = new("--resume") { Description = "Go on from the folder's checkpoint" };
        Option<FileInfo?> start = new("--start") { Description = "A checkpoint of another training whose weights are the first", HelpName = "FILE" };
        Option<string[]> set = new("--set") { Description = "A field of the recipe to change, such as training.batchSize=64 (0: as suits the device); may be given again", HelpName = "KEY=VALUE" };
        Option<int?> epochs = new("--epochs") { Description = "Short for --set training.epochs=N", HelpName = "N" };
        Option<string> device = new("--device") { Description = "auto, cpu or cuda", DefaultValueFactory = _ => "auto" };
        device.AcceptOnlyFromAmong("auto", "cpu", "cuda");
        Option<int> threads = new("--threads") { Description = "Threads of the training step; the same number gives the same weights", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        return new Command("train", "Train a landmark network on labelled pictures, and calibrate its confidence") { recipe, data, output, resume, start, set, epochs, device, threads }
            .Does(async (context, cancellationToken) =>
            {
                LandmarkRecipe wanted = Read(context.Get(recipe)!, TrainCommand.ParseOverrides(context.Get(set), context.Get(epochs)));
                string[] files = [.. context.Get(data)!.Select(Path.GetFullPath)];
                if (files.FirstOrDefault(file => !File.Exists(file)) is { } missing)
                {
                    throw new CliException($"There are no labelled pictures at {missing}.", ExitCodes.Usage);
                }
                (string id, string folder) = Folder(context, wanted, context.Get(output));
                LandmarkTrainingOptions options = new()
                {
                    Folder = folder,
                    Resume = context.Get(resume),
                    Start = context.Get(start)?.FullName,
                    Device = context.Get(device)!,
                    Threads = context.Get(threads),
                };
                RunOutcome run = await RunAsync(context, id, wanted, files, options, cancellationToken);
                context.Terminal.Result(run, console =>
                {
                    console.MarkupLineInterpolated($"weights [bold]{Path.Combine(folder, "landmarks.safetensors")}[/], {run.Seconds:0} s");
                    console.Write(Terminal.TableOf(run.Metrics.OrderBy(m => m.Key), ("on validation faces", m => m.Key), ("value", m => m.Value)));
                });
            });
    }

    private static LandmarkRecipe Read(string recipe, IReadOnlyDictionary<string, string> overrides)
    {
        try
        {
            return LandmarkRecipe.Load(recipe).With(overrides);
        }
        catch (RecipeException exception)
        {
            throw new CliException(exception.Message, ExitCodes.Usage, exception);
        }
    }

    private static (string Id, string Folder) Folder(CommandContext context, LandmarkRecipe recipe, DirectoryInfo? output)
    {
        if (output is not null)
        {
            return (output.Name, output.FullName);
        }
        string root = context.Get(GlobalOptions.Local)?.FullName
            ?? throw new CliException("Say where the run's files go: --out FOLDER, or --local FOLDER for one of its runs.", ExitCodes.Usage);
        string id = $"{LocalWorkspace.Slug(recipe.Name)}-{DateTime.UtcNow:yyyyMMdd-HHmmss-fff}";
        return (id, Path.Combine(root, "runs", id));
    }

    private static Dictionary<string, string> ParamsOf(LandmarkRecipe recipe, string[] files, LandmarkTrainingOptions options) =>
        new(recipe.Flatten()) { ["data"] = string.Join(" ", files.Select(Path.GetFileName)), ["threads"] = options.Threads.ToString() };

    // the record of the run has the form of all local ones: wav2kp runs --local lists it
    private static async Task<RunOutcome> RunAsync(
        CommandContext context, string id, LandmarkRecipe recipe, string[] files, LandmarkTrainingOptions options, CancellationToken cancellationToken)
    {
        DateTimeOffset started = DateTimeOffset.UtcNow;
        RunOutcome run = new(id, recipe.Name, "landmarks", "running", started, null, null, ParamsOf(recipe, files, options), new Dictionary<string, double>());
        string record = Path.Combine(options.Folder, "run.json");
        await LocalWorkspace.WriteAsync(record, run, cancellationToken);
        try
        {
            LandmarkTrainingResult trained = await context.Terminal.StageAsync($"Training {recipe.Name}", stage => Task.Run(() =>
            {
                using MetricsFile metrics = new(Path.Combine(options.Folder, "metrics.csv"), stage);
                LandmarkTrainingOptions watched = options with { BatchSizeTried = metrics.Tried, RecipeSettled = settled => run = run with { Params = ParamsOf(settled, files, options) } };
                return LandmarkTrainer.Train(recipe, files, watched, metrics, cancellationToken);
            }, cancellationToken));
            return run = run with
            {
                Status = "succeeded",
                Seconds = (DateTimeOffset.UtcNow - started).TotalSeconds,
                Metrics = new Dictionary<string, double>
                {
                    [LandmarkTrainingMetrics.ValidationError] = trained.ValidationError,
                    ["best_epoch"] = trained.BestEpoch,
                    ["epochs"] = trained.Epochs,
                    ["calibration_error"] = trained.Calibration.CalibrationError,
                    ["confidence_on_nothing"] = trained.Calibration.MeanOnNothing,
                },
            };
        }
        catch (Exception exception)
        {
            run = run with { Status = exception is OperationCanceledException ? "cancelled" : "failed", Seconds = (DateTimeOffset.UtcNow - started).TotalSeconds };
            if (exception is ArgumentException or InvalidOperationException or TrainingFailedException)
            {
                throw new CliException(exception.Message, inner: exception);
            }
            throw;
        }
        finally
        {
            await LocalWorkspace.WriteAsync(record, run, CancellationToken.None);
        }
    }
}
