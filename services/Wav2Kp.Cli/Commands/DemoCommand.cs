using System.CommandLine;
using Wav2Kp.Cli.Demo;

namespace Wav2Kp.Cli.Commands;

/// <summary><c>demo</c>.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        Option<DirectoryInfo?> videos = new("--videos")
        {
            Description = "A folder of videos of a speaker; default: faces drawn by Wav2Kp that speak with espeak-ng",
            HelpName = "DIR",
        };
        Option<int?> clips = new("--clips") { Description = "How many clips; default: all videos, or 30 drawn ones", HelpName = "N" };
        Option<int?> epochs = new("--epochs") { Description = "How long to train; default: as the recipes say", HelpName = "N" };
        Option<FileInfo?> json = new("--json") { Description = "Write the figures into FILE", HelpName = "FILE" };
        Option<bool> keep = new("--keep") { Description = "Leave the platform running" };
        Command command = new("demo", "From videos to a face that speaks: starts everything, extracts, trains, evaluates, animates") { videos, clips, epochs, json, keep };
        return command.Does(async (context, cancellationToken) =>
        {
            DemoOptions options = new()
            {
                Videos = context.Get(videos)?.FullName,
                Clips = context.Get(clips),
                Epochs = context.Get(epochs),
                JsonPath = context.Get(json)?.FullName,
                Keep = context.Get(keep),
                LandmarkModel = context.LandmarkModel,
                Local = context.Get(GlobalOptions.Local)?.FullName,
                DataFolder = context.Get(GlobalOptions.Data)?.FullName,
            };
            return await new DemoRunner(options, context.Terminal).RunAsync(cancellationToken);
        });
    }
}
