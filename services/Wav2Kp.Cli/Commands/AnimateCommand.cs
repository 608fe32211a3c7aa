using System.CommandLine;
using Spectre.Console;
using Wav2Kp.Cli.Workspaces;

namespace Wav2Kp.Cli.Commands;

/// <summary><c>animate</c>.</summary>
internal static class AnimateCommand
{
    public static Command Create()
    {
        Option<string?> model = new("--model") { Description = "The model's identifier; default: the newest", HelpName = "ID" };
        Option<FileInfo?> audio = new("--audio") { Description = "The speech: any audio file, or a video for its track", HelpName = "FILE" };
        Option<string?> audioClip = new("--audio-clip") { Description = "The speech of a clip that was taken in", HelpName = "ID" };
        Option<FileInfo?> face = new("--face") { Description = "A portrait; default: the model's mean face", HelpName = "FILE" };
        Option<string?> faceClip = new("--face-clip") { Description = "The face of a clip, shown beside its true frames", HelpName = "ID" };
        Option<DirectoryInfo> output = new("--out") { Description = "The folder for the results", HelpName = "FOLDER", DefaultValueFactory = _ => new DirectoryInfo("animation") };
        Command command = new("animate", "Animate a face from speech: keypoints, and a video of them") { model, audio, audioClip, face, faceClip, output };
        return command.Does(async (context, cancellationToken) =>
        {
            if (context.Get(audio) is null == context.Get(audioClip) is null)
            {
                throw new CliException("Name the speech: either --audio FILE or --audio-clip ID.", ExitCodes.Usage);
            }
            await using IWorkspace workspace = context.OpenWorkspace();
            string modelId = context.Get(model)
                ?? (await workspace.ListModelsAsync(cancellationToken)).FirstOrDefault()?.Id
                ?? throw new CliException("There is no model yet: wav2kp train");
            AnimationRequest request = new(modelId, Existing(context.Get(audio)), context.Get(audioClip), Existing(context.Get(face)), context.Get(faceClip));
            AnimationOutcome animation = await context.Terminal.StageAsync(
                "Animating", progress => workspace.AnimateAsync(request, context.Get(output)!.FullName, progress, cancellationToken));
            context.Terminal.Result(animation, console => animation.Files.ToList().ForEach(f => console.WriteLine(f)));
        });
    }

    private static string? Existing(FileInfo? file) => file switch
    {
        null => null,
        { Exists: true } => file.FullName,
        _ => throw new CliException($"There is no file {file.FullName}.", ExitCodes.Usage),
    };
}
