using System.CommandLine;
using Spectre.Console;
using Wav2Kp.Cli.Output;
using Wav2Kp.Faces.Pictures;
using Wav2Kp.Models;
using Wav2Kp.Models.Detection;

namespace Wav2Kp.Cli.Commands;

/// <summary><c>landmarks train-detector</c>: on the machine's own libtorch, with no server.</summary>
internal static class DetectorTrainCommand
{
    public static Command Create()
    {
        Option<FileInfo?> recipe = new("--recipe") { Description = "A recipe's JSON file; default: that of the detector that comes with Wav2Kp", HelpName = "FILE" };
        Option<string[]> data = new("--data")
        {
            Description = "Labelled pictures of faces: NAME.json with NAME.tar beside it; a set given twice counts twice",
            HelpName = "NAME.json",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        Option<DirectoryInfo> output = new("--out") { Description = "The folder that receives the weights and the checkpoint", HelpName = "FOLDER", Required = true };
        Option<bool> resume = new("--resume") { Description = "Go on from the folder's checkpoint" };
        Option<string> device = new("--device") { Description = "auto, cpu or cuda", DefaultValueFactory = _ => "auto" };
        device.AcceptOnlyFromAmong("auto", "cpu", "cuda");
        Option<int> threads = new("--threads") { Description = "Threads of the training step; the same number gives the same weights", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        return new Command("train-detector", "Train the face detector on scenes composed of labelled pictures") { recipe, data, output, resume, device, threads }
            .Does(async (context, cancellationToken) =>
            {
                DetectorRecipe wanted;
                try
                {
                    wanted = context.Get(recipe) is { } file ? DetectorRecipe.Load(file.FullName) : DetectorRecipe.BuiltIn();
                }
                catch (RecipeException exception)
                {
                    throw new CliException(exception.Message, ExitCodes.Usage, exception);
                }
                string folder = context.Get(output)!.FullName;
                List<LabelledPictures> sets = [];
                try
                {
                    foreach (string path in context.Get(data)!)
                    {
                        sets.Add(LabelledPictures.Load(path));
                    }
                    DetectorEvaluation? figures = await context.Terminal.StageAsync($"Training {wanted.Name}", stage => Task.Run(
                        () => FaceDetectorTrainer.Train(
                            wanted, sets, folder, context.Get(resume), context.Get(threads), context.Get(device)!, new Progress(stage), cancellationToken),
                        cancellationToken));
                    string weights = Path.Combine(folder, "face-detector.safetensors");
                    context.Terminal.Result(new { weights, validation = figures }, console =>
                    {
                        console.MarkupLineInterpolated($"weights [bold]{weights}[/]");
                        if (figures is not null)
                        {
                            console.MarkupLineInterpolated($"in scenes of persons that it never saw: {figures.Found:P1} of the faces found, {figures.FalseAlarms:0.00} false alarms per scene");
                        }
                    });
                }
                catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or TrainingFailedException)
                {
                    throw new CliException(exception.Message, inner: exception);
                }
                finally
                {
                    sets.ForEach(set => set.Dispose());
                }
            });
    }

    private sealed class Progress(IProgress<StageProgress> stage) : IProgress<DetectorTrainingEvent>
    {
        public void Report(DetectorTrainingEvent value) =>
            stage.Report(new StageProgress((double)value.Step / value.Steps, FormattableString.Invariant($"step {value.Step} of {value.Steps}, loss {value.Loss:0.00}")));
    }
}
