using System.CommandLine;

namespace Wav2Kp.Cli.Commands;

/// <summary>The options that every command knows.</summary>
internal static class GlobalOptions
{
    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Write the result as one JSON document to standard output",
        Recursive = true,
    };

    public static readonly Option<DirectoryInfo?> Local = new("--local")
    {
        Description = "Work in this process on files in FOLDER, with no server at all",
        HelpName = "FOLDER",
        Recursive = true,
    };

    public static readonly Option<Uri?> Api = new("--api")
    {
        Description = "The platform's address; default: WAV2KP_API, else the platform that runs on the data folder",
        HelpName = "URL",
        Recursive = true,
        CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"
            ? uri
            : Fail(result, $"'{result.Tokens[0].Value}' is no http address, such as http://localhost:5080."),
    };

    public static readonly Option<DirectoryInfo?> Data = new("--data")
    {
        Description = "The platform's data folder; default: WAV2KP_DATA, else a per-user one",
        HelpName = "FOLDER",
        Recursive = true,
    };

    public static readonly Option<FileInfo?> LandmarkModel = new("--landmark-model")
    {
        Description = "Another landmark network (an ONNX file) instead of Wav2Kp's own, for --local and the demo",
        HelpName = "FILE",
        Recursive = true,
    };

    public static void AddTo(RootCommand root)
    {
        root.Options.Add(Json);
        root.Options.Add(Local);
        root.Options.Add(Api);
        root.Options.Add(Data);
        root.Options.Add(LandmarkModel);
    }

    private static Uri? Fail(System.CommandLine.Parsing.ArgumentResult result, string message)
    {
        result.AddError(message);
        return null;
    }
}
