using System.CommandLine;
using Spectre.Console;
using Wav2Kp.Cli.Output;
using Wav2Kp.Faces.Labelling;

namespace Wav2Kp.Cli.Commands;

/// <summary><c>landmarks label</c>.</summary>
internal static class LandmarkLabelCommand
{
    public static Command Create()
    {
        Option<DirectoryInfo[]> videos = new("--videos") { Description = "Folders of talking clips", HelpName = "DIR", Required = true, AllowMultipleArgumentsPerToken = true };
        Option<FileInfo[]> models = new("--models")
        {
            Description = "The landmark networks that must agree: ONNX files, or safetensors files of landmarks train",
            HelpName = "FILE",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string[]> leaveOut = new("--leave-out") { Description = "Clips that are kept for validation, by their names without extension", HelpName = "CLIP", AllowMultipleArgumentsPerToken = true };
        Option<int> perClip = new("--per-clip") { Description = "Frames of each clip at most, spread over how far the mouth is open", HelpName = "N", DefaultValueFactory = _ => 6 };
        Option<float> agreement = new("--agreement")
        {
            Description = "The most that networks may differ, from each other and from themselves in moved crops: mean distance over the distance between the outer eye corners",
            HelpName = "E",
            DefaultValueFactory = _ => 0.06f,
        };
        Option<FileInfo> output = new("--out") { Description = "NAME.json to write; the pictures go to NAME.tar beside it", HelpName = "NAME.json", Required = true };
        return new Command("label", "Label frames of talking clips where landmark networks agree: labelled pictures to train on") { videos, models, leaveOut, perClip, agreement, output }
            .Does(async (context, cancellationToken) =>
            {
                if (context.Get(perClip) < 1 || !(context.Get(agreement) > 0))
                {
                    throw new CliException("--per-clip must be 1 or more and --agreement above 0.", ExitCodes.Usage);
                }
                string[] left = context.Get(leaveOut) ?? [];
                List<string> clips = [];
                foreach (DirectoryInfo folder in context.Get(videos)!)
                {
                    clips.AddRange(folder.Exists ? ClipLabeller.VideosOf(folder.FullName) : throw new CliException($"There is no folder {folder.FullName}.", ExitCodes.Usage));
                }
                if (left.FirstOrDefault(name => !clips.Exists(path => Path.GetFileNameWithoutExtension(path) == name)) is { } unknown)
                {
                    throw new CliException($"There is no clip '{unknown}' to leave out.", ExitCodes.Usage);
                }
                clips.RemoveAll(path => left.Contains(Path.GetFileNameWithoutExtension(path)));
                if (clips.Count == 0)
                {
                    throw new CliException("There is no video in these folders.", ExitCodes.Usage);
                }
                if (clips.GroupBy(path => Path.GetFileNameWithoutExtension(path)).FirstOrDefault(group => group.Count() > 1) is { } twice)
                {
                    throw new CliException($"Two clips are named '{twice.Key}': rename one of them.", ExitCodes.Usage);
                }
                LabellingOptions options = new() { Models = [.. context.Get(models)!.Select(file => file.FullName)], FramesPerClip = context.Get(perClip), Agreement = context.Get(agreement) };
                string path = LandmarkRenderCommand.DataSetPath(context.Get(output)!);
                IReadOnlyList<LabelledClip> results = await context.Terminal.StageAsync(
                    "Labelling clips", stage => ClipLabeller.LabelAsync(clips, path, options, new LandmarkRenderCommand.Progress(stage), cancellationToken));
                context.Terminal.Result(
                    new { path, labelled = results.Sum(r => r.Labelled), rejected = results.Sum(r => r.Rejected), clips = results },
                    console =>
                    {
                        foreach (LabelledClip clip in results.Where(r => r.Fault is not null))
                        {
                            console.WriteLine($"{clip.Clip}: {clip.Fault}");
                        }
                        console.WriteLine($"{path}: {results.Sum(r => r.Labelled)} frames of {results.Count(r => r.Labelled > 0)} clips; in {results.Sum(r => r.Rejected)} others the networks do not agree.");
                    });
            });
    }
}
