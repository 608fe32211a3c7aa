using System.CommandLine;
using Spectre.Console;
using Wav2Kp.Cli.Output;
using Wav2Kp.Faces.Synthetic;

namespace Wav2Kp.Cli.Commands;

/// <summary><c>landmarks render</c>.</summary>
internal static class LandmarkRenderCommand
{
    public static Command Create()
    {
        Option<FileInfo?> model = new("--face-model") { Description = "The 3D face model: ICT-FaceKit's mesh as a safetensors file", HelpName = "FILE" };
        Option<bool> drawn = new("--drawn") { Description = "Draw the demo's talking faces instead of rendering a 3D model" };
        Option<int> count = new("--count") { Description = "How many pictures", HelpName = "N", DefaultValueFactory = _ => 1000 };
        Option<int> seed = new("--seed") { Description = "The same seed makes the same pictures", HelpName = "S" };
        Option<int> size = new("--size") { Description = "The pictures' width and height in pixels, 64 to 1024", HelpName = "PIXELS", DefaultValueFactory = _ => RenderedFaces.DefaultSize };
        Option<FileInfo> output = new("--out") { Description = "NAME.json to write; the pictures go to NAME.tar beside it", HelpName = "NAME.json", Required = true };
        return new Command("render", "Make pictures of faces whose 68 points are known exactly: labelled pictures to train on") { model, drawn, count, seed, size, output }
            .Does(async (context, cancellationToken) =>
            {
                string? face = context.Get(model)?.FullName;
                if (face is null != context.Get(drawn))
                {
                    throw new CliException("Say which faces to make: either --face-model FILE or --drawn.", ExitCodes.Usage);
                }
                if (context.Get(count) < 1)
                {
                    throw new CliException("--count must be 1 or more.", ExitCodes.Usage);
                }
                if (context.Get(size) is < 64 or > 1024)
                {
                    throw new CliException("--size must be between 64 and 1024.", ExitCodes.Usage);
                }
                string path = DataSetPath(context.Get(output)!);
                await context.Terminal.StageAsync(face is null ? "Drawing faces" : "Rendering faces", stage => Task.Run(() =>
                {
                    Progress progress = new(stage);
                    if (face is null)
                    {
                        DrawnFaces.Write(path, context.Get(count), context.Get(seed), context.Get(size), progress, cancellationToken);
                    }
                    else
                    {
                        RenderedFaces.Write(face, path, context.Get(count), context.Get(seed), context.Get(size), progress, cancellationToken);
                    }
                    return true;
                }, cancellationToken));
                context.Terminal.Result(new { path, pictures = context.Get(count) }, console => console.WriteLine(path));
            });
    }

    /// <summary>The path of a set of labelled pictures to write; its folder is made.</summary>
    internal static string DataSetPath(FileInfo output)
    {
        if (!output.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || output.Name.Length == ".json".Length)
        {
            throw new CliException($"--out names the file of labels, NAME.json; '{output.Name}' does not end in .json.", ExitCodes.Usage);
        }
        output.Directory?.Create();
        return output.FullName;
    }

    /// <summary>A share that is done, as a stage's progress.</summary>
    internal sealed class Progress(IProgress<StageProgress> stage) : IProgress<double>
    {
        public void Report(double value) => stage.Report(new StageProgress(value));
    }
}
