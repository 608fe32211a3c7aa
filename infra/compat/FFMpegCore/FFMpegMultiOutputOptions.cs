using FFMpegCore.Arguments;
using FFMpegCore.Pipes;

namespace FFMpegCore;

/// <summary>Several outputs of one run.</summary>
public class FFMpegMultiOutputOptions
{
    internal List<FFMpegArgumentOptions> Outputs { get; } = [];

    /// <summary>The parts of all outputs.</summary>
    public IEnumerable<IArgument> Arguments => Outputs.SelectMany(output => output.Arguments);

    /// <summary>A file.</summary>
    public FFMpegMultiOutputOptions OutputToFile(string file, bool overwrite = true, Action<FFMpegArgumentOptions>? addArguments = null) =>
        AddOutput(new OutputFileArgument(file, overwrite), addArguments);

    /// <summary>A URL.</summary>
    public FFMpegMultiOutputOptions OutputToUrl(string uri, Action<FFMpegArgumentOptions>? addArguments = null) => AddOutput(new OutputUrlArgument(uri), addArguments);

    /// <summary>A URL.</summary>
    public FFMpegMultiOutputOptions OutputToUrl(Uri uri, Action<FFMpegArgumentOptions>? addArguments = null) => OutputToUrl(uri.ToString(), addArguments);

    /// <summary>A pipe to this process.</summary>
    public FFMpegMultiOutputOptions OutputToPipe(IPipeSink reader, Action<FFMpegArgumentOptions>? addArguments = null) =>
        AddOutput(new OutputPipeArgument(reader), addArguments);

    /// <summary>An output of the caller's own kind.</summary>
    public FFMpegMultiOutputOptions AddOutput(IOutputArgument argument, Action<FFMpegArgumentOptions>? addArguments)
    {
        var options = new FFMpegArgumentOptions();
        addArguments?.Invoke(options);
        options.Arguments.Add(argument);
        Outputs.Add(options);
        return this;
    }
}
